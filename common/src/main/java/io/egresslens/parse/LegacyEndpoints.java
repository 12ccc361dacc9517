package io.egresslens.parse;

import io.egresslens.flow.Flow;
import io.egresslens.flow.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Where a legacy text says {@code request from S:P to D:P}, for a {@link RunLearner}.
 *
 * <p>The values there hold no space and no colon, and what stands next to them is a space or a
 * colon that belongs to no key of {@link LegacyText} that a value could complete: with other values
 * of that form {@code LegacyText} would find the same keys at the same places.
 */
final class LegacyEndpoints {
  private static final byte[] REQUEST = " request from ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TO = " to ".getBytes(StandardCharsets.US_ASCII);
  private static final int[] NOWHERE = {};

  private final HostScan name = new HostScan();

  /**
   * Where source, its port, destination and its port begin and end in a legacy text; empty when it
   * does not say them as {@code request from S:P to D:P}, in characters no key of {@link
   * LegacyText} begins or ends with next to what stands around them.
   */
  int[] of(byte[] bytes, int from, int to, Flow legacy) {
    int source = from;
    while (source < to && !startsWith(bytes, source, to, REQUEST)) {
      source++;
    }
    source += REQUEST.length;
    int sourceEnd = RunValues.wordEnd(bytes, source, to);
    int portEnd = scalar(bytes, sourceEnd + 1, to);
    int host = portEnd + TO.length;
    int hostEnd = RunValues.wordEnd(bytes, host, to);
    int lastEnd = scalar(bytes, hostEnd + 1, to);
    if (source >= to
        || lastEnd > to
        || bytes[sourceEnd] != ':'
        || !startsWith(bytes, portEnd, to, TO)
        || bytes[hostEnd] != ':'
        || !endsNumber(bytes, lastEnd)
        || lastEnd - hostEnd < 2
        || portEnd - sourceEnd < 2) {
      return NOWHERE;
    }
    String text = ascii(bytes, host, hostEnd);
    IpAddress named = IpAddress.parse(text);
    boolean same =
        Objects.equals(IpAddress.parse(ascii(bytes, source, sourceEnd)), legacy.sourceIp())
            && legacy.sourceIp() != null
            && Numbers.whole(ascii(bytes, sourceEnd + 1, portEnd)) == legacy.sourcePort()
            && Numbers.whole(ascii(bytes, hostEnd + 1, lastEnd)) == legacy.destinationPort()
            && Objects.equals(named, legacy.destinationIp())
            && (named != null
                ? legacy.destinationFqdn() == null
                : name.read(bytes, host, hostEnd)
                    && ascii(name.bytes(), name.from(), name.to())
                        .equals(legacy.destinationFqdn()));
    return same
        ? new int[] {source, sourceEnd, sourceEnd + 1, portEnd, host, hostEnd, hostEnd + 1, lastEnd}
        : NOWHERE;
  }

  /** Whether no exponent and no fraction follows: the quote, a space, or the end of a sentence. */
  private static boolean endsNumber(byte[] bytes, int at) {
    int sentence = bytes[at] == '.' ? at + 1 : at;
    return bytes[sentence] == ' ' || bytes[sentence] == '"';
  }

  private static int scalar(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private static boolean startsWith(byte[] bytes, int at, int to, byte[] text) {
    return at + text.length <= to
        && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
