package io.egresslens.alert;

import io.egresslens.catalog.CatalogUpdate;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everything that the rules know of one firewall, and what they have told of it. What it tells in
 * the end depends on what it was given and not on the order. Not thread-safe.
 */
public final class AlertBook {
  private final String firewall;
  private final AlertRules rules;

  /** To be replaced by what was observed. */
  private long observed;

  /**
   * @param firewall resource id; empty for what no firewall is known of, and for the job itself
   */
  public AlertBook(String firewall, AlertRules rules) {
    this.firewall = firewall;
    this.rules = rules;
  }

  /** Takes in flows. */
  public void observe(Observation observation) {
    observed++;
  }

  /** Takes in what became of a change to the catalog. */
  public void observe(CatalogUpdate update) {
    observed++;
  }

  /**
   * Takes in how many records could not be read.
   *
   * @param millis event time that was reached when they were counted
   * @param records all records, in the same stretch
   * @param rejected those that could not be read, by reason
   */
  public void observe(long millis, long records, Map<String, Long> rejected) {
    observed++;
  }

  /**
   * Draws all conclusions up to now, and tells what has changed since the last time.
   *
   * @return event time, epoch milliseconds, at which to look again though nothing more is observed;
   *     {@link Long#MAX_VALUE} for never
   */
  public long advance(AlertTime now, Consumer<AlertChange> out) {
    return rules == null ? observed : Long.MAX_VALUE;
  }

  /** Everything as bytes, for {@link #of}. */
  public byte[] toBytes() {
    return firewall.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException for bytes that it did not write
   */
  public static AlertBook of(byte[] bytes, AlertRules rules) {
    return new AlertBook(new String(bytes, java.nio.charset.StandardCharsets.UTF_8), rules);
  }
}
