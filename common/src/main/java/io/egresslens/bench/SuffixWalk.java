package io.egresslens.bench;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Pattern;
import io.egresslens.match.CompiledMatcher;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The usual matcher: a map of names, a map of suffixes, and a substring for every dot. Knows no
 * ports, times, clouds and paths, and takes {@code *x} for {@code x} and {@code *.x}. Immutable.
 */
public final class SuffixWalk {
  private final Map<String, CatalogEntry> names = new HashMap<>();
  private final Map<String, CatalogEntry> suffixes = new HashMap<>();

  /** Maps what the catalog lists, seen from a cluster. */
  public SuffixWalk(Catalog catalog, Cluster cluster) {
    Map<String, String> variables = CompiledMatcher.variables(cluster);
    for (CatalogEntry entry : catalog.entries()) {
      if (entry.isAddress()) {
        continue;
      }
      Pattern pattern = entry.pattern().bind(variables);
      String text = pattern.text();
      if (pattern.path() == null && pattern.variables().isEmpty()) {
        if (text.indexOf('*') < 0) {
          names.putIfAbsent(text, entry);
        } else if (text.startsWith("*.") && text.indexOf('*', 1) < 0) {
          suffixes.putIfAbsent(text.substring(2), entry);
        } else if (text.indexOf('*', 1) < 0) {
          names.putIfAbsent(text.substring(1), entry);
          suffixes.putIfAbsent(text.substring(1), entry);
        }
      }
    }
  }

  /** The entry of a host in normal form; null when there is none. */
  public CatalogEntry find(String host) {
    CatalogEntry entry = names.get(host);
    for (int dot = host.indexOf('.'); entry == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
      entry = suffixes.get(host.substring(dot + 1));
    }
    return entry;
  }

  /** The same of a host in ASCII. */
  public CatalogEntry find(byte[] host) {
    return find(new String(host, StandardCharsets.US_ASCII));
  }
}
