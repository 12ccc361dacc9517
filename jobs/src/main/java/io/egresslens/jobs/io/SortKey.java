package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.flow.Flow;
import io.egresslens.flow.JsonBytes;
import io.egresslens.ingest.LogPosition;
import io.egresslens.window.Summary;
import java.time.Instant;

/**
 * What the lines of result files are sorted by: bytes that compare as the parts do of which they
 * are made, appended to a buffer.
 */
final class SortKey {
  /** Below every byte of a word, so that a shorter word comes before a longer one. */
  private static final int END_OF_WORD = 0;

  private SortKey() {}

  /** Window, then key. */
  static void of(Summary summary, JsonBytes out) {
    number(summary.windowStart().toEpochMilli(), out);
    number(summary.windowEnd().toEpochMilli(), out);
    word(summary.firewall(), out);
    word(summary.cluster(), out);
    word(summary.destination(), out);
    number(summary.port(), out);
    word(summary.protocol(), out);
    word(summary.action().label(), out);
    word(summary.expectation().label(), out);
    word(summary.entry(), out);
    number(summary.revision(), out);
  }

  static void of(LogPosition position, JsonBytes out) {
    word(position.source(), out);
    number(position.partition(), out);
    number(position.offset(), out);
    number(position.record(), out);
  }

  /** By time; the line itself decides between flows of one instant. */
  static void of(Flow flow, JsonBytes out) {
    Instant time = flow.time();
    number(time.getEpochSecond(), out);
    number(time.getNano(), out);
  }

  /** By time, then by what it is a step of: so the file can be read from top to bottom. */
  static void of(AlertChange change, JsonBytes out) {
    Instant time = change.time();
    number(time.getEpochSecond(), out);
    number(time.getNano(), out);
    word(change.alertId(), out);
    word(change.instanceId(), out);
    number(change.sequence(), out);
  }

  /**
   * Each char in one to three bytes as UTF-8 would code it if it knew no surrogates: bytes then
   * compare as chars do, and text that is no valid Unicode keeps its place.
   */
  private static void word(String word, JsonBytes out) {
    int length = word == null ? 0 : word.length();
    for (int i = 0; i < length; i++) {
      char c = word.charAt(i);
      if (c < 0x80) {
        out.raw(c);
      } else if (c < 0x800) {
        out.raw(0xc0 | (c >> 6));
        out.raw(0x80 | (c & 0x3f));
      } else {
        out.raw(0xe0 | (c >> 12));
        out.raw(0x80 | ((c >> 6) & 0x3f));
        out.raw(0x80 | (c & 0x3f));
      }
    }
    out.raw(END_OF_WORD);
  }

  /** Eight bytes, the highest first, the sign bit turned. */
  private static void number(long number, JsonBytes out) {
    long turned = number ^ Long.MIN_VALUE;
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.raw((int) (turned >>> shift));
    }
  }
}
