package io.egresslens.catalog;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A domain below which anybody can rent a name, storage accounts for example. Only single names
 * below it can be expected; no wildcard may cover it, because the next account is a stranger's.
 *
 * @param suffix normal form, without leading dot
 * @param clouds the clouds in which it counts; empty means all
 * @param source who says so
 * @param location where it was read
 */
public record SharedSuffix(String suffix, Set<Cloud> clouds, SourceRef source, Location location)
    implements Serializable {
  /** What a stranger fills into a hole; nobody lists it on purpose. */
  private static final String PROBE = "any-tenant-at-all";

  public SharedSuffix {
    Objects.requireNonNull(suffix, "suffix");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(location, "location");
    clouds = Set.copyOf(clouds);
  }

  /** Whether the suffix counts in this cloud. */
  public boolean appliesTo(Cloud cloud) {
    return clouds.isEmpty() || clouds.contains(cloud);
  }

  /** Whether a name in normal form lies below the suffix; the suffix itself does not. */
  public boolean covers(String host) {
    int dot = host.length() - suffix.length() - 1;
    return dot > 0 && host.charAt(dot) == '.' && host.endsWith(suffix);
  }

  /**
   * Whether a pattern takes names below the suffix whose tenant's label, the one directly left of
   * the suffix, is not all the pattern's own text: a stranger could rent one of them. Stars and
   * variables left of a tenant that the pattern names are no harm.
   */
  public boolean isOpenedBy(Pattern pattern) {
    List<PatternPart> parts = pattern.parts();
    PatternPart end = parts.get(parts.size() - 1);
    // A name that ends in both must end in the longer one, so the shorter one ends that.
    if (end.isLiteral()
        && !end.text().endsWith("." + suffix)
        && !("." + suffix).endsWith(end.text())) {
      return false;
    }
    return IntStream.range(0, parts.size())
        .filter(at -> !parts.get(at).isLiteral())
        .anyMatch(at -> fillsTenantLabel(parts.subList(at, parts.size())));
  }

  /**
   * Whether the hole at the head of these parts can be the last one that gives to the tenant's
   * label. Then only the literal right of it can give the rest, up to that literal's first dot: a
   * star further right that gives the dot can give label text too, and is tried by itself. What is
   * left of the hole is of no interest, since some text fits there always.
   */
  private boolean fillsTenantLabel(List<PatternPart> tail) {
    List<PatternPart> filled = new ArrayList<>(tail);
    if (tail.get(0).isVariable()) {
      // The cluster's own domain, which nothing fills here, is filled for each cluster.
      filled.set(0, PatternPart.variable("any"));
    }
    Pattern open = new Pattern(filled, null, false);
    String next = tail.size() > 1 && tail.get(1).isLiteral() ? tail.get(1).text() : "";
    return open.matchesHost(PROBE + "." + suffix)
        || open.matchesHost(PROBE + next.split("\\.", 2)[0] + "." + suffix);
  }
}
