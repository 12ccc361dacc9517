package io.egresslens.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A cheap look at a message for an event time, for the watermark, without parsing it: the first and
 * the last of the keys {@code time}, {@code TimeGenerated} and {@code timeStamp}, whatever their
 * case. Records of one message are close to each other in time, so two of them say enough.
 *
 * <p>Why a search of the bytes finds keys only: inside a JSON string a quote is written {@code \"},
 * so between the opening and the closing quote of a value the bytes {@code "time":} cannot stand;
 * its second quote would have to have a backslash before it. No name or URL that a client chose can
 * therefore fake a time here. A record without plausible time, or one that lies, is caught by the
 * parser; here it is just not seen. A compressed message shows no time.
 */
public final class EventTimePeek {
  private static final String[] KEYS = {"time\"", "timegenerated\"", "timestamp\""};
  private static final int MAX_STAMP = 48;

  private EventTimePeek() {}

  /** The later of the first and the last event time; {@link Long#MIN_VALUE} when there is none. */
  public static long peekMillis(byte[] bytes) {
    return later(bytes, null, Long.MIN_VALUE);
  }

  /**
   * The later of the first and the last event time, of those that are plausible.
   *
   * @param brokerMillis the broker's record time, {@link Long#MIN_VALUE} when there is none
   * @return {@link Long#MIN_VALUE} when neither is plausible
   */
  public static long peekMillis(byte[] bytes, EventTimeBounds bounds, long brokerMillis) {
    return later(bytes, bounds, brokerMillis);
  }

  private static long later(byte[] bytes, EventTimeBounds bounds, long brokerMillis) {
    int first = 0;
    while (first < bytes.length && !isTimeKey(bytes, first)) {
      first++;
    }
    int last = bytes.length - 1;
    while (last > first && !isTimeKey(bytes, last)) {
      last--;
    }
    long early = admitted(millisAt(bytes, first), bounds, brokerMillis);
    return last <= first
        ? early
        : Math.max(early, admitted(millisAt(bytes, last), bounds, brokerMillis));
  }

  private static long admitted(long millis, EventTimeBounds bounds, long brokerMillis) {
    boolean out =
        millis == Long.MIN_VALUE || (bounds != null && !bounds.admits(millis, brokerMillis));
    return out ? Long.MIN_VALUE : millis;
  }

  /** All keys begin with a T: most quotes need no closer look. */
  private static boolean isTimeKey(byte[] bytes, int at) {
    return bytes[at] == '"'
        && at + 1 < bytes.length
        && (bytes[at + 1] | 0x20) == 't'
        && valueAt(bytes, at) > 0;
  }

  /** Where the value's text begins when a time key begins at this quote, or -1. */
  private static int valueAt(byte[] bytes, int quote) {
    for (String key : KEYS) {
      if (JsonText.startsWithIgnoreCase(bytes, quote + 1, bytes.length, key)) {
        int colon = JsonText.skipSpace(bytes, quote + 1 + key.length(), bytes.length);
        if (colon == bytes.length || bytes[colon] != ':') {
          return -1;
        }
        int open = JsonText.skipSpace(bytes, colon + 1, bytes.length);
        return open < bytes.length && bytes[open] == '"' ? open + 1 : -1;
      }
    }
    return -1;
  }

  private static long millisAt(byte[] bytes, int quote) {
    int from = quote < bytes.length ? valueAt(bytes, quote) : -1;
    if (from < 0) {
      return Long.MIN_VALUE;
    }
    int to = from;
    while (to < bytes.length && to - from < MAX_STAMP && bytes[to] != '"') {
      to++;
    }
    String stamp = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    Instant time = new EventTime().parse(stamp);
    return time == null ? Long.MIN_VALUE : time.toEpochMilli();
  }
}
