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

  /**
   * @param firewall resource id; empty for what no firewall is known of, and for the job itself
   */
  public AlertBook(String firewall, AlertRules rules) {
    this.firewall = firewall;
    this.rules = rules;
  }

  /** Takes in flows. */
  public void observe(Observation observation) {
    throw new UnsupportedOperationException(firewall + rules);
  }

  /** Takes in what became of a change to the catalog. */
  public void observe(CatalogUpdate update) {
    throw new UnsupportedOperationException(firewall + rules);
  }

  /**
   * Takes in how many records could not be read.
   *
   * @param millis event time that was reached when they were counted
   * @param records all records, in the same stretch
   * @param rejected those that could not be read, by reason
   */
  public void observe(long millis, long records, Map<String, Long> rejected) {
    throw new UnsupportedOperationException(firewall + rules);
  }

  /**
   * Draws all conclusions up to now, and tells what has changed since the last time.
   *
   * @return event time, epoch milliseconds, at which to look again though nothing more is observed;
   *     {@link Long#MAX_VALUE} for never
   */
  public long advance(AlertTime now, Consumer<AlertChange> out) {
    throw new UnsupportedOperationException(firewall + rules);
  }

  /** Everything as bytes, for {@link #of}. */
  public byte[] toBytes() {
    throw new UnsupportedOperationException(firewall + rules);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException for bytes that it did not write
   */
  public static AlertBook of(byte[] bytes, AlertRules rules) {
    throw new UnsupportedOperationException(bytes.length + " " + rules);
  }
}
