package io.egresslens.classify;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Pattern;
import io.egresslens.match.Candidate;
import io.egresslens.match.CompiledMatcher;
import io.egresslens.match.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Templates that miss a name only because the cluster gives their variables other values: a name of
 * another region, or of another cluster. For people: looks at every entry of the catalog.
 */
final class OtherBindings {
  private OtherBindings() {}

  /**
   * The near misses, in the order of the catalog.
   *
   * @param cluster whose bindings count; null for none, and then nothing is missed
   * @param others clusters whose names are tried too
   */
  static List<Candidate> of(String host, Catalog catalog, Cluster cluster, List<Cluster> others) {
    List<Candidate> misses = new ArrayList<>();
    if (cluster == null) {
      return misses;
    }
    Map<String, String> own = CompiledMatcher.variables(cluster);
    for (CatalogEntry entry : catalog.entries()) {
      Pattern pattern = entry.pattern();
      if (pattern == null || pattern.kind() != Pattern.Kind.TEMPLATE) {
        continue;
      }
      Pattern bound = pattern.bind(own);
      boolean elsewhere =
          pattern.matchesHost(host)
              || others.stream()
                  .anyMatch(
                      other -> pattern.bind(CompiledMatcher.variables(other)).matchesHost(host));
      if (elsewhere && !bound.matchesHost(host)) {
        misses.add(new Candidate(entry, bound.text(), Standing.OTHER_BINDING));
      }
    }
    return misses;
  }
}
