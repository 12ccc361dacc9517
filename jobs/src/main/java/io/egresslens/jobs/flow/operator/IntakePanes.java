package io.egresslens.jobs.flow.operator;

import io.egresslens.alert.AlertClock;
import io.egresslens.ingest.RejectReason;
import io.egresslens.jobs.flow.wire.AlertInput.Intake;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How many records were read and how many could not be, by pane of event time. What cannot be read
 * has no time: it counts for that of the record before it in its block, at the head of a block for
 * that of the next one, and in a block of nothing else for the broker's time, or for none. Blocks
 * are cut alike whoever reads them, so this does not depend on how they were shared out. Not
 * thread-safe.
 */
final class IntakePanes {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long paneNanos;
  private final TreeMap<Long, Count> panes = new TreeMap<>();

  /** Of the block that is being read, those before its first record that could be. */
  private final Map<String, Long> waiting = new TreeMap<>();

  /** The pane of the last record that could be read, [from, to); empty at the head of a block. */
  private long fromNanos;

  private long toNanos;
  private long readOfPane;

  private static final class Count {
    private long records;
    private final Map<String, Long> rejected = new TreeMap<>();
  }

  IntakePanes(long paneMillis) {
    this.paneNanos = paneMillis * NANOS_PER_MILLI;
  }

  /** A record was read; costs next to nothing while time stays within a pane. */
  void read(long epochNanos) {
    if (epochNanos < fromNanos || epochNanos >= toNanos) {
      turnTo(epochNanos);
    }
    readOfPane++;
  }

  private void turnTo(long epochNanos) {
    putAway();
    fromNanos = Math.floorDiv(epochNanos, paneNanos) * paneNanos;
    toNanos = fromNanos + paneNanos;
    waiting.forEach((reason, records) -> reject(fromNanos / NANOS_PER_MILLI, reason, records));
    waiting.clear();
  }

  private void putAway() {
    if (readOfPane > 0) {
      count(fromNanos / NANOS_PER_MILLI).records += readOfPane;
      readOfPane = 0;
    }
  }

  /** A record could not be read. */
  void rejected(RejectReason reason) {
    if (toNanos == fromNanos) {
      waiting.merge(reason.label(), 1L, Long::sum);
    } else {
      reject(fromNanos / NANOS_PER_MILLI, reason.label(), 1);
    }
  }

  /**
   * A block ends.
   *
   * @param brokerMillis what stands for event time when nothing in it could be read; {@link
   *     AlertClock#NEVER} for none
   */
  void endBlock(long brokerMillis) {
    putAway();
    long paneMillis = paneNanos / NANOS_PER_MILLI;
    long pane =
        brokerMillis == AlertClock.NEVER
            ? brokerMillis
            : Math.floorDiv(brokerMillis, paneMillis) * paneMillis;
    waiting.forEach((reason, records) -> reject(pane, reason, records));
    waiting.clear();
    fromNanos = 0;
    toNanos = 0;
  }

  private void reject(long pane, String reason, long records) {
    Count count = count(pane);
    count.records += records;
    count.rejected.merge(reason, records, Long::sum);
  }

  private Count count(long pane) {
    return panes.computeIfAbsent(pane, any -> new Count());
  }

  /** Hands over everything, between two blocks, and starts anew. */
  void drain(Consumer<Intake> out) {
    panes.forEach((pane, count) -> out.accept(new Intake(pane, count.records, count.rejected)));
    panes.clear();
  }
}
