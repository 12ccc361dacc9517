package io.egresslens.catalog.imports;

import io.egresslens.catalog.PortSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Ports as feeds and rules write them: numbers, ranges, lists of both. */
final class FeedPorts {
  /** A catalog names single ports; a wider range means "whatever", which is for a person to say. */
  static final int WIDEST_RANGE = 64;

  private FeedPorts() {}

  /**
   * The ports of {@code 80,443,3478-3481}.
   *
   * @throws IllegalArgumentException for what is no port, and for a range of more than {@value
   *     #WIDEST_RANGE}; the message is fit for a user
   */
  static List<Integer> numbers(String text) {
    List<Integer> ports = new ArrayList<>();
    for (String piece : text.split(",", -1)) {
      String[] ends = piece.strip().split("-", -1);
      int from = number(ends[0], text);
      int to = number(ends[ends.length - 1], text);
      if (ends.length > 2 || to < from) {
        throw new IllegalArgumentException("'" + text + "' is no list of ports");
      }
      if (to - from >= WIDEST_RANGE) {
        throw new IllegalArgumentException(
            "the range of ports " + piece.strip() + " is wider than " + WIDEST_RANGE);
      }
      IntStream.rangeClosed(from, to).forEach(ports::add);
    }
    return ports;
  }

  /** As rules name what runs on them: {@code http:80}, {@code https:443}, else {@code tcp}. */
  static PortSpec named(int port) {
    return new PortSpec(port == 443 ? "https" : port == 80 ? "http" : "tcp", port);
  }

  private static int number(String text, String whole) {
    String digits = text.strip();
    if (!digits.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + whole + "' is no list of ports");
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
    return port;
  }
}
