package io.egresslens.parse;

import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The values that a legacy text is cut at, for a {@link RunLearner}. Two forms are known:
 *
 * <ul>
 *   <li>{@code ... request from S:P to D:P}, with {@code . Url: U. Action: } behind it or not. S, P
 *       and D hold no space and no colon, and what stands next to them is a space or a colon that
 *       belongs to no key of {@link LegacyText} that a value could complete. U holds no space and
 *       does not end in a dot, so it holds no key, completes none, and ends where it ended.
 *   <li>{@code DNS Request: S:P - N ... NAME. ...}, which {@code LegacyText} reads by the number of
 *       each word. Every value is a word or part of one and holds no space, so the words keep their
 *       numbers; the last one does not end in a dot, which would be cut off.
 * </ul>
 *
 * With other values of that form {@code LegacyText} would thus find the same at the same places.
 * Texts are cut only when the flow that was made of them says the values that were found. Not
 * thread-safe.
 */
final class LegacyCuts {
  private static final byte[] REQUEST = ascii(" request from ");
  private static final byte[] TO = ascii(" to ");
  private static final byte[] URL = ascii(". Url: ");
  private static final byte[] ACTION = ascii(". Action: ");
  private static final byte[] DNS_REQUEST = ascii("DNS Request: ");

  /** Far enough from what a string may hold, whatever the values. */
  private static final int MAX_TEXT = 32 * 1024;

  /** By number of the word: what is cut out of a DNS request. The first is source and port. */
  private static final int[] DNS_WORDS = {
    -1,
    -1,
    RunTree.TOKEN,
    -1,
    -1,
    RunTree.WORD,
    -1,
    RunTree.TOKEN,
    -1,
    -1,
    -1,
    -1,
    RunTree.TOKEN,
    RunTree.TOKEN
  };

  private static final int MIN_DNS_WORDS = 12;
  private static final int MAX_CUTS = 8;

  private final HostScan name = new HostScan();
  private final int[] kinds = new int[MAX_CUTS];
  private final int[] starts = new int[MAX_CUTS];
  private final int[] ends = new int[MAX_CUTS];
  private int count;

  int count() {
    return count;
  }

  /** The kind of a value, in the order in which they stand. */
  int kind(int cut) {
    return kinds[cut];
  }

  int start(int cut) {
    return starts[cut];
  }

  int end(int cut) {
    return ends[cut];
  }

  /** Finds the values of the text {@code [from, to)}; false when it has none of the two forms. */
  boolean find(byte[] bytes, int from, int to, Flow legacy) {
    count = 0;
    if (to - from > MAX_TEXT) {
      return false;
    }
    return legacy.kind() == FlowKind.DNS
        ? dnsRequest(bytes, from, to, legacy)
        : request(bytes, from, to, legacy);
  }

  private void cut(int kind, int start, int end) {
    kinds[count] = kind;
    starts[count] = start;
    ends[count++] = end;
  }

  private boolean request(byte[] bytes, int from, int to, Flow legacy) {
    int source = from;
    while (source < to && !startsWith(bytes, source, to, REQUEST)) {
      source++;
    }
    source += REQUEST.length;
    int sourceEnd = RunValues.wordEnd(bytes, source, to);
    int portEnd = digitsEnd(bytes, sourceEnd + 1, to);
    int host = portEnd + TO.length;
    int hostEnd = RunValues.wordEnd(bytes, host, to);
    int lastEnd = digitsEnd(bytes, hostEnd + 1, to);
    if (source >= to
        || lastEnd > to
        || bytes[sourceEnd] != ':'
        || !startsWith(bytes, portEnd, to, TO)
        || bytes[hostEnd] != ':'
        || !endsNumber(bytes, lastEnd)
        || lastEnd - hostEnd < 2
        || portEnd - sourceEnd < 2
        || !isSource(bytes, source, sourceEnd, portEnd, legacy)
        || Numbers.whole(text(bytes, hostEnd + 1, lastEnd)) != legacy.destinationPort()) {
      return false;
    }
    IpAddress named = IpAddress.parse(text(bytes, host, hostEnd));
    boolean same =
        Objects.equals(named, legacy.destinationIp())
            && (named != null
                ? legacy.destinationFqdn() == null
                : isName(bytes, host, hostEnd, legacy));
    cut(RunTree.SOURCE, source, sourceEnd);
    cut(RunTree.PORT, sourceEnd + 1, portEnd);
    cut(named == null ? RunTree.WORD : RunTree.DESTINATION, host, hostEnd);
    cut(RunTree.DESTINATION_PORT, hostEnd + 1, lastEnd);
    url(bytes, lastEnd, to);
    return same;
  }

  /** A URL that is followed by what ends it, and holds no space. */
  private void url(byte[] bytes, int from, int to) {
    int start = from + URL.length;
    if (startsWith(bytes, from, to, URL)) {
      int end = RunValues.tokenEnd(bytes, start, to);
      if (end > start && startsWith(bytes, end, to, ACTION)) {
        cut(RunTree.TOKEN, start, end);
      }
    }
  }

  private boolean dnsRequest(byte[] bytes, int from, int to, Flow legacy) {
    if (!startsWith(bytes, from, to, DNS_REQUEST)) {
      return false;
    }
    int word = 0;
    int at = from + DNS_REQUEST.length;
    while (at < to) {
      int end = at;
      while (end < to && bytes[end] != ' ') {
        end++;
      }
      // Single spaces only: nothing to trim, nothing to leave out.
      if (end == at || word >= DNS_WORDS.length) {
        return false;
      }
      if (word == 0) {
        int colon = RunValues.wordEnd(bytes, at, end);
        if (colon == end
            || bytes[colon] != ':'
            || digitsEnd(bytes, colon + 1, end) != end
            || end - colon < 2
            || !isSource(bytes, at, colon, end, legacy)) {
          return false;
        }
        cut(RunTree.SOURCE, at, colon);
        cut(RunTree.PORT, colon + 1, end);
      } else if (DNS_WORDS[word] == RunTree.WORD) {
        if (RunValues.wordEnd(bytes, at, end) != end || !isName(bytes, at, end, legacy)) {
          return false;
        }
        cut(RunTree.WORD, at, end);
      } else if (DNS_WORDS[word] == RunTree.TOKEN) {
        int token = RunValues.tokenEnd(bytes, at, end);
        if (token == at) {
          return false;
        }
        cut(RunTree.TOKEN, at, token);
      }
      word++;
      at = end + 1;
    }
    return word >= MIN_DNS_WORDS && bytes[to - 1] != ' ';
  }

  private static boolean isSource(byte[] bytes, int from, int colon, int to, Flow legacy) {
    return legacy.sourceIp() != null
        && legacy.sourceIp().equals(IpAddress.parse(text(bytes, from, colon)))
        && Numbers.whole(text(bytes, colon + 1, to)) == legacy.sourcePort();
  }

  private boolean isName(byte[] bytes, int from, int to, Flow legacy) {
    return name.read(bytes, from, to)
        && text(name.bytes(), name.from(), name.to()).equals(legacy.destinationFqdn());
  }

  /** Whether no exponent and no fraction follows: the quote, a space, or the end of a sentence. */
  private static boolean endsNumber(byte[] bytes, int at) {
    int sentence = bytes[at] == '.' ? at + 1 : at;
    return bytes[sentence] == ' ' || bytes[sentence] == '"';
  }

  private static int digitsEnd(byte[] bytes, int from, int to) {
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

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
