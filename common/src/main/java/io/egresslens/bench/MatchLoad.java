package io.egresslens.bench;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.SourceRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A composed catalog, half names, half {@code *.suffix}, and the hosts that are asked for: rank n
 * 1/n as often as the first, a quarter of the names in no catalog.
 *
 * @param hosts in the order of the questions
 * @param names the same as strings
 * @param listed the entry of every host that has one: what a map would need to know beforehand
 */
public record MatchLoad(
    Catalog catalog, byte[][] hosts, String[] names, Map<String, CatalogEntry> listed) {
  private static final int ASKED = 1 << 16;
  private static final int UNLISTED_PERCENT = 25;
  private static final long SEED = 1;

  /** Composes a catalog of so many patterns: the same every time. */
  public static MatchLoad compose(int patterns) {
    List<CatalogEntry> entries = new ArrayList<>();
    Map<String, CatalogEntry> listed = new HashMap<>();
    List<String> universe = new ArrayList<>();
    List<PortSpec> ports = List.of(PortSpec.parse("https:443"));
    SourceRef source = new SourceRef("composed", null, null);
    Location location = new Location("composed", 0);
    for (int i = 0; i < patterns; i++) {
      String name = "svc-" + i + ".region-" + i % 61 + ".example.com";
      boolean exact = i % 2 == 0;
      String host = exact ? name : "node-" + i % 7 + '.' + name;
      CatalogEntry entry =
          new CatalogEntry(
              "e" + i,
              "composed",
              Level.REQUIRED,
              pattern(exact ? name : "*." + name),
              null,
              ports,
              Set.of(),
              null,
              null,
              null,
              null,
              source,
              location);
      entries.add(entry);
      universe.add(host);
      // Another string than the one that is asked for, as it would be in a program.
      listed.put(String.valueOf(host.toCharArray()), entry);
    }
    for (int i = 0; i < patterns * UNLISTED_PERCENT / (100 - UNLISTED_PERCENT); i++) {
      universe.add("svc-" + i + ".site-" + i % 977 + ".example.net");
    }
    Random random = new Random(SEED);
    Collections.shuffle(universe, random);
    String[] names = new String[ASKED];
    byte[][] hosts = new byte[ASKED][];
    double log = Math.log(universe.size() + 1.0);
    for (int i = 0; i < ASKED; i++) {
      // Rank n has weight 1/n. A name that comes again is the same string, its hash cached.
      names[i] = universe.get((int) Math.exp(log * random.nextDouble()) - 1);
      hosts[i] = names[i].getBytes(StandardCharsets.US_ASCII);
    }
    return new MatchLoad(Catalog.of(entries, List.of()), hosts, names, listed);
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.parse(Pattern.Dialect.AZURE, text);
    } catch (InvalidPatternException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
