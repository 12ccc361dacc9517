package io.egresslens.catalog;

import java.io.Serializable;
import java.util.Objects;
import java.util.Set;

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
  /** A name that nobody lists on purpose: what takes it takes anything. */
  private static final String PROBE = "any-tenant-at-all.";

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
   * Whether a pattern takes names below the suffix that a stranger can rent: a wildcard over the
   * suffix or above it, or one in the label that the tenant chooses.
   */
  public boolean isOpenedBy(Pattern pattern) {
    return takesAnyTenant(pattern) || tenantLabel(pattern).contains("*");
  }

  /** Whether a pattern takes whatever label a tenant chooses. */
  private boolean takesAnyTenant(Pattern pattern) {
    return pattern.matchesHost(PROBE + suffix);
  }

  /** The label directly left of the suffix, in a pattern that ends in it; else empty. */
  private String tenantLabel(Pattern pattern) {
    String host = pattern.text().split("/", 2)[0];
    if (!covers(host)) {
      return "";
    }
    String labels = host.substring(0, host.length() - suffix.length() - 1);
    return labels.substring(labels.lastIndexOf('.') + 1);
  }
}
