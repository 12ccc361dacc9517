package io.egresslens.alert;

import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.window.Timeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Everything that the rules know of one firewall, and what they have told of it. What it tells in
 * the end depends on what it was given and not on the order. Not thread-safe.
 *
 * <p>It looks only at subjects that something was observed of, that are due by time, or whose
 * surroundings were added to late. Flows older than the lateness are forgotten every five minutes
 * of event time, after what they mean to the alerts that go on has been folded; so are episodes
 * that ended before. What was known once is not: a destination that was allowed stays, and one that
 * only was denied stays for a day. Names beyond a limit are not taken in, per cluster, and counted.
 */
public final class AlertBook {
  /** How late flows may be that still count, unless said otherwise. */
  public static final Duration LATENESS = Duration.ofHours(1);

  /** How many names of all kinds are known of a cluster at most. */
  public static final int NAMES_PER_CLUSTER = 100_000;

  private static final int FORMAT = 1;

  private final String firewall;
  private final SubjectShelf shelf;
  private final DomainMemo domains = new DomainMemo();
  private final Conclusions conclusions;
  private final long paneMillis;
  private final long latenessMillis;
  private AlertTime last = new AlertTime(Long.MIN_VALUE, Long.MIN_VALUE);

  /**
   * @param firewall resource id; empty for what no firewall is known of, and for the job itself
   */
  public AlertBook(String firewall, AlertRules rules) {
    this(firewall, rules, LATENESS);
  }

  /**
   * @param firewall resource id; empty for what no firewall is known of, and for the job itself
   * @param lateness how far behind {@link AlertTime#completeMillis} flows may be and still count
   */
  public AlertBook(String firewall, AlertRules rules, Duration lateness) {
    this(firewall, rules, lateness, NAMES_PER_CLUSTER);
  }

  AlertBook(String firewall, AlertRules rules, Duration lateness, int namesPerCluster) {
    this(firewall, rules, lateness, new SubjectShelf(namesPerCluster));
  }

  private AlertBook(String firewall, AlertRules rules, Duration lateness, SubjectShelf shelf) {
    this.firewall = Objects.requireNonNull(firewall, "firewall");
    this.shelf = shelf;
    this.conclusions = new Conclusions(firewall, rules, shelf);
    this.paneMillis = rules.settings().pane().toMillis();
    this.latenessMillis = lateness.toMillis();
  }

  /** Takes in flows. */
  public void observe(Observation observation) {
    Timeline panes = observation.timeline();
    boolean isLate = !panes.isEmpty() && panes.first() < last.completeMillis();
    for (Subject subject : Subject.of(observation, domains)) {
      WatchedSubject watched = shelf.touch(subject);
      if (watched != null) {
        watched.memory.observe(observation);
      }
    }
    shelf.pulse(observation, isLate);
  }

  /** Takes in what became of a change to the catalog. */
  public void observe(CatalogUpdate update) {
    long pane = pane(update.time().toEpochMilli());
    int accepted = update.accepted() ? 1 : 0;
    shelf.touch(Subject.CATALOG).memory.observe(pane, 1 - accepted, accepted);
  }

  /**
   * Takes in how many records could not be read.
   *
   * @param millis event time that was reached when they were counted
   * @param records all records, in the same stretch
   * @param rejected those that could not be read, by reason
   */
  public void observe(long millis, long records, Map<String, Long> rejected) {
    long pane = pane(millis);
    long read = records - rejected.values().stream().mapToLong(Long::longValue).sum();
    // A reason that comes up later is to know what was read before it.
    SubjectMemory all = shelf.touch(Subject.parsing("")).memory;
    for (String reason : rejected.keySet()) {
      if (!shelf.has(Subject.parsing(reason))) {
        SubjectMemory fresh = shelf.touch(Subject.parsing(reason)).memory;
        Timeline before = all.succeeded();
        for (int i = 0; i < before.panes(); i++) {
          fresh.observe(before.starts()[i], 0, before.flows()[i]);
        }
      }
    }
    for (WatchedSubject watched : shelf.of(SubjectKind.PARSING)) {
      long failed = rejected.getOrDefault(watched.subject.name(), 0L);
      shelf.touch(watched.subject);
      watched.memory.observe(pane, failed, Math.max(0, read));
    }
  }

  /**
   * Draws all conclusions up to now, and tells what has changed since the last time.
   *
   * @return event time, epoch milliseconds, at which to look again though nothing more is observed;
   *     {@link Long#MAX_VALUE} for never
   */
  public long advance(AlertTime now, Consumer<AlertChange> out) {
    last = now;
    conclusions.look(shelf.toLookAt(now), now);
    conclusions.forget(now, latenessMillis);
    conclusions.changes().forEach(out);
    return shelf.nextLook();
  }

  /** How many times something was observed of a name that there was no room for. */
  public long overflow() {
    return shelf.overflow();
  }

  /** How many subjects are known; for tests and metrics. */
  public int subjects() {
    return shelf.size();
  }

  private long pane(long millis) {
    return Math.floorDiv(millis, paneMillis) * paneMillis;
  }

  /** Everything as bytes, for {@link #of}. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      MemoryBytes.writeText(firewall, out);
      out.writeLong(last.completeMillis());
      out.writeLong(last.reachedMillis());
      shelf.write(out);
      conclusions.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException for bytes that it did not write
   */
  public static AlertBook of(byte[] bytes, AlertRules rules) {
    return of(bytes, rules, LATENESS);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException for bytes that it did not write
   */
  public static AlertBook of(byte[] bytes, AlertRules rules, Duration lateness) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IllegalArgumentException("format " + format + ", not " + FORMAT);
      }
      String firewall = MemoryBytes.readText(in);
      AlertTime last = new AlertTime(in.readLong(), in.readLong());
      AlertBook book = new AlertBook(firewall, rules, lateness, SubjectShelf.read(in));
      book.last = last;
      book.conclusions.read(in);
      return book;
    } catch (IOException e) {
      throw new IllegalArgumentException("no book of alerts: " + e.getMessage(), e);
    }
  }
}
