package io.egresslens.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.egresslens.flow.Category;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Any amount of legacy records, about 460 bytes each, one a line, for benchmarks: the lines of text
 * that a firewall with application, network and NAT rules, DNS proxy and threat intelligence writes
 * most. The same bytes for the same arguments; slower than {@link RecordGenerator} by far.
 */
public final class LegacyGenerator {
  /** Shapes in a hundred records. */
  private static final List<LegacyShape> SHAPES = shapes();

  private static final long NANOS_PER_DAY = 86_400_000_000_000L;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS");
  private static final LocalDate DAY = RecordOptions.DEFAULT.day();

  private final Dice dice;
  private final double unlistedLog;

  private LegacyGenerator(long seed, int unlistedHosts) {
    dice = new Dice(seed);
    unlistedLog = StrictMath.log(unlistedHosts + 1.0);
  }

  /**
   * Writes the first records of a day.
   *
   * @param recordsOfDay how many records the whole day has
   * @param unlistedHosts how many names the catalog does not know, the n-th one 1/n as often as the
   *     first; they are 40 % of the names
   */
  public static void writeHead(
      OutputStream out, long records, long recordsOfDay, long seed, int unlistedHosts)
      throws IOException {
    LegacyGenerator generator = new LegacyGenerator(seed, unlistedHosts);
    for (long i = 0; i < records; i++) {
      long nanos = (long) ((double) NANOS_PER_DAY * i / recordsOfDay) / 100 * 100;
      out.write(generator.record(LocalTime.ofNanoOfDay(nanos)).getBytes(UTF_8));
    }
  }

  private String record(LocalTime time) {
    LegacyShape shape = SHAPES.get(dice.below(SHAPES.size()));
    return "{\"category\":\""
        + shape.category().azureName()
        + "\",\"time\":\""
        + DAY
        + 'T'
        + TIME.format(time)
        + "Z\",\"resourceId\":\""
        + dice.pick(RecordGenerator.FIREWALLS)
        + "\",\"operationName\":\""
        + shape.operation()
        + "\",\"properties\":{\"msg\":\""
        + shape.text(places(shape))
        + "\"}}\n";
  }

  private Map<String, String> places(LegacyShape shape) {
    boolean named = shape.category() != Category.LEGACY_NETWORK_RULE;
    String destination = named ? name() : "203.0.113." + dice.below(256);
    String source = "10." + (dice.chance(25) ? 10 : 20) + ".1." + dice.between(4, 250);
    Map<String, String> places = new HashMap<>();
    places.put("P", named ? "HTTPS" : "TCP");
    places.put("S", source);
    places.put("s", source + ':' + dice.between(32_768, 60_999));
    places.put("D", destination);
    places.put("d", destination + ":443");
    places.put("url", destination + "/v2/" + dice.below(10_000));
    places.put("X", shape == LegacyShape.T1 ? "Alert" : dice.chance(20) ? "Deny" : "Allow");
    places.put("po", "pol-hub");
    places.put("g", "rcg-aro");
    places.put("rc", "rc-aro-registries");
    places.put("r", "r-registries");
    places.put("t", shape == LegacyShape.T1 ? "Bot Networks" : "10.20.1.9:8443");
    return places;
  }

  private String name() {
    if (dice.chance(60)) {
      return dice.pick(RecordGenerator.LISTED);
    }
    double share = (dice.next() >>> 11) * 0x1p-53;
    long rank = (long) StrictMath.exp(unlistedLog * share);
    return "svc-" + rank + ".site-" + rank % 977 + ".example.net";
  }

  private static List<LegacyShape> shapes() {
    Map<LegacyShape, Integer> mix =
        Map.of(
            LegacyShape.A1, 10,
            LegacyShape.A3, 5,
            LegacyShape.A5, 30,
            LegacyShape.A10, 10,
            LegacyShape.N1, 8,
            LegacyShape.N2, 20,
            LegacyShape.N4, 5,
            LegacyShape.D2, 4,
            LegacyShape.T1, 2,
            LegacyShape.Q1, 6);
    return mix.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(shape -> Collections.nCopies(shape.getValue(), shape.getKey()).stream())
        .toList();
  }
}
