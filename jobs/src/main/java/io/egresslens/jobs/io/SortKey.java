package io.egresslens.jobs.io;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.LogPosition;
import io.egresslens.window.Summary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the lines of result files are sorted by. Text that compares as its parts do. */
final class SortKey {
  /** Below every character of a part, so that a shorter part comes before a longer one. */
  private static final char SEPARATOR = '\u0000';

  private final StringBuilder text = new StringBuilder(160);

  private SortKey() {}

  static String of(Summary summary) {
    return new SortKey()
        .number(summary.windowStart().toEpochMilli())
        .number(summary.windowEnd().toEpochMilli())
        .word(summary.firewall())
        .word(summary.cluster())
        .word(summary.destination())
        .number(summary.port())
        .word(summary.protocol())
        .word(summary.action().label())
        .word(summary.expectation().label())
        .word(summary.entry())
        .number(summary.revision())
        .toString();
  }

  static String of(LogPosition position) {
    return new SortKey()
        .word(position.source())
        .number(position.partition())
        .number(position.offset())
        .number(position.record())
        .toString();
  }

  /** By time; the line itself decides between flows of one instant. */
  static String of(Flow flow) {
    return new SortKey().number(ChronoUnit.NANOS.between(Instant.EPOCH, flow.time())).toString();
  }

  private SortKey word(String word) {
    if (word != null) {
      text.append(word);
    }
    text.append(SEPARATOR);
    return this;
  }

  /** Sixteen hexadecimal digits, the sign bit turned, so that text order is number order. */
  private SortKey number(long number) {
    String digits = Long.toHexString(number ^ Long.MIN_VALUE);
    text.append("0".repeat(16 - digits.length())).append(digits).append(SEPARATOR);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
