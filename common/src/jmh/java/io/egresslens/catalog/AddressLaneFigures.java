package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import io.egresslens.match.CompiledMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Prints what a catalog of service tags costs: its image, reading it, building the matcher, and a
 * look-up, beside the linear scan over the same prefixes. Composed like the published list: global
 * tags that hold the prefixes of regional ones, a third of them IPv6.
 *
 * <pre>{@code
 * java -Xmx2g -cp "common/target/classes:common/target/test-classes:$(cat common/target/bench.classpath)" \
 *     io.egresslens.catalog.AddressLaneFigures [prefixes]
 * }</pre>
 */
public final class AddressLaneFigures {
  private static final int ROUNDS = 7;
  private static final int ASKED = 1 << 16;
  private static final SourceRef SOURCE = new SourceRef("composed", null, null);
  private static final Location LOCATION = new Location("composed", 0);

  private AddressLaneFigures() {}

  /** Runs it; the only argument is the number of prefixes. */
  public static void main(String[] args) {
    int prefixes = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
    Random random = new Random(7);
    Catalog catalog = catalog(random, prefixes);
    int held = catalog.addressSets().stream().mapToInt(set -> set.prefixes().size()).sum();
    print("%,d prefixes in %d sets", held, catalog.addressSets().size());
    byte[] bytes = catalog.image().toBytes();
    print("image: %,d bytes, %.1f a prefix", bytes.length, bytes.length / (double) held);
    time("image written", () -> new CatalogImageWriter().write(catalog));
    time("image read", () -> new CatalogImageReader(bytes).read());
    time("matcher built", () -> CompiledMatcher.of(catalog));
    CompiledMatcher matcher = CompiledMatcher.of(catalog);
    List<AddressPrefix> all =
        catalog.addressSets().stream().flatMap(set -> set.prefixes().stream()).toList();
    IpAddress[] asked = new IpAddress[ASKED];
    for (int i = 0; i < ASKED; i++) {
      IpAddress first = all.get(random.nextInt(all.size())).address();
      asked[i] =
          random.nextInt(4) == 0
              ? IpAddress.ofV4(random.nextInt())
              : new IpAddress(first.high(), first.low() | random.nextInt(64));
    }
    int hits = 0;
    double[] nanos = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (IpAddress address : asked) {
        hits += matcher.find(address, "tcp", 443, 0) == null ? 0 : 1;
      }
      nanos[round] = (System.nanoTime() - start) / (double) ASKED;
    }
    Arrays.sort(nanos);
    print("look-up: %.0f ns (median), %d of %d found", nanos[ROUNDS / 2], hits / ROUNDS, ASKED);
    long start = System.nanoTime();
    int linear = 0;
    for (int i = 0; i < 64; i++) {
      for (AddressPrefix prefix : all) {
        linear += prefix.contains(asked[i]) ? 1 : 0;
      }
    }
    print("linear scan: %.0f ns (%d held)", (System.nanoTime() - start) / 64.0, linear);
  }

  private static Catalog catalog(Random random, int prefixes) {
    List<AddressSet> sets = new ArrayList<>();
    List<CatalogEntry> entries = new ArrayList<>();
    int regions = 60;
    List<AddressPrefix> global = new ArrayList<>();
    for (int region = 0; region < regions; region++) {
      List<AddressPrefix> regional = new ArrayList<>();
      for (int i = 0; i < prefixes / regions / 2; i++) {
        regional.add(
            random.nextInt(3) == 0
                ? AddressPrefix.of(
                    new IpAddress(
                        0x2603_1000_0000_0000L | (random.nextInt() & 0xffff_ffffL) << 8, 0),
                    56 + random.nextInt(9))
                : AddressPrefix.of(
                    IpAddress.ofV4((20 + random.nextInt(30)) << 24 | random.nextInt(1 << 24)),
                    96 + 20 + random.nextInt(11)));
      }
      global.addAll(regional);
      add("Cloud.region" + region, regional, sets, entries);
    }
    add("Cloud", global, sets, entries);
    return Catalog.of(entries, List.of(), sets);
  }

  private static void add(
      String name,
      List<AddressPrefix> prefixes,
      List<AddressSet> sets,
      List<CatalogEntry> entries) {
    sets.add(new AddressSet(name, prefixes, Period.ALWAYS, SOURCE, LOCATION));
    entries.add(
        new CatalogEntry(
            name.toLowerCase(Locale.ROOT),
            "cloud",
            Level.OPTIONAL,
            null,
            null,
            name,
            List.of(new PortSpec("tcp", 443)),
            Set.of(),
            null,
            null,
            null,
            null,
            SOURCE,
            LOCATION));
  }

  private static void time(String what, Supplier<Object> work) {
    String first = millis(work);
    double[] rounds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      work.get();
      rounds[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(rounds);
    print("%s: first %s, median of %d %.0f ms", what, first, ROUNDS, rounds[ROUNDS / 2]);
  }

  private static String millis(Supplier<Object> work) {
    long start = System.nanoTime();
    work.get();
    return String.format(Locale.ROOT, "%.0f ms", (System.nanoTime() - start) / 1e6);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
