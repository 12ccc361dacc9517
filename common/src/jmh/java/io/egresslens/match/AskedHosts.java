package io.egresslens.match;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Host names in the order in which a benchmark asks for them, one after the other in one array, as
 * a block of log records holds them; and the catalogs that list three of five of them.
 */
final class AskedHosts {
  private static final long SEED = 1;
  private static final int UNLISTED_PERCENT = 40;

  /** As long as a name can be. */
  private static final int HOSTILE_LENGTH = 253;

  private static final int HOSTILE_LABELS = 30;

  final byte[] bytes;

  /** Where a host starts; one more than there are hosts, as each ends where the next starts. */
  final int[] starts;

  /** The same hosts, each an instance of its own whose hash is known already. */
  final String[] strings;

  private AskedHosts(List<String> asked) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    this.starts = new int[asked.size() + 1];
    this.strings = new String[asked.size()];
    for (int i = 0; i < strings.length; i++) {
      byte[] host = asked.get(i).getBytes(StandardCharsets.US_ASCII);
      all.writeBytes(host);
      starts[i + 1] = all.size();
      strings[i] = new String(host, StandardCharsets.US_ASCII);
      if (strings[i].hashCode() == 0) {
        throw new IllegalStateException("a hash of zero is never remembered");
      }
    }
    this.bytes = all.toByteArray();
  }

  /** Half names, half {@code *.suffix}. */
  static Catalog composed(int size) {
    List<CatalogEntry> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      entries.add(Entries.entry("e" + i, Level.REQUIRED, i % 2 == 0 ? name(i) : "*." + name(i)));
    }
    return Catalog.of(entries, List.of());
  }

  private static String name(int i) {
    return "svc-" + i + ".region-" + i % 61 + ".example.com";
  }

  /**
   * Hosts for a catalog. Two of five are unlisted, half of those look-alikes of listed ones.
   *
   * @param order {@code zipf}: the name of rank n is 1/n as frequent as the first; {@code uniform}:
   *     each as frequent as the others; {@code hostile}: names of 30 labels and 253 bytes that end
   *     as listed ones do, or nearly so
   */
  static AskedHosts of(Catalog catalog, Map<String, String> variables, String order, int count) {
    List<String> universe = universe(catalog, variables);
    Random random = new Random(SEED);
    Collections.shuffle(universe, random);
    double log = Math.log(universe.size() + 1.0);
    List<String> asked = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int rank =
          order.equals("zipf")
              ? (int) Math.exp(log * random.nextDouble())
              : 1 + random.nextInt(universe.size());
      String host = universe.get(rank - 1);
      asked.add(order.equals("hostile") ? hostile(host, i) : host);
    }
    return new AskedHosts(asked);
  }

  private static List<String> universe(Catalog catalog, Map<String, String> variables) {
    List<String> universe = new ArrayList<>();
    for (CatalogEntry entry : catalog.entries()) {
      if (!entry.isAddress()) {
        Pattern bound = entry.pattern().bind(variables);
        universe.add(bound.text().split("/", 2)[0].replace("*", "node-" + universe.size()));
      }
    }
    int listed = universe.size();
    for (int i = 0; i < listed * (long) UNLISTED_PERCENT / (100 - UNLISTED_PERCENT); i++) {
      universe.add(
          i % 2 == 0 ? name(listed + i) : "svc-" + i + ".site-" + i % 977 + ".example.net");
    }
    return universe;
  }

  private static String hostile(String host, int number) {
    String tail = number % 2 == 0 ? host : "x" + host.substring(1);
    int labels = HOSTILE_LABELS - tail.split("\\.").length;
    int room = HOSTILE_LENGTH - tail.length() - labels;
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < labels; i++) {
      String label = Integer.toString(number, 36) + "-" + i;
      int length = room / labels + (i < room % labels ? 1 : 0);
      name.append(label, 0, Math.min(label.length(), length));
      name.append("z".repeat(Math.max(0, length - label.length()))).append('.');
    }
    return name.append(tail).toString();
  }
}
