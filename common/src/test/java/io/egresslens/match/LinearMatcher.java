package io.egresslens.match;

import io.egresslens.catalog.AddressSet;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.Period;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The matcher as the rules read: every entry is compared, by a regular expression of its text, and
 * the rest is sorted. Slow and obvious; what {@link CompiledMatcher} is held against.
 */
public final class LinearMatcher implements EndpointMatcher {
  private record Hit(
      CatalogEntry entry, String match, Standing standing, AddressPrefix prefix, AddressSet set) {}

  private final List<CatalogEntry> entries;
  private final List<AddressSet> sets;
  private final IdentityHashMap<AddressSet, BigInteger> sizes = new IdentityHashMap<>();
  private final Cloud cloud;
  private final Map<String, String> variables;

  /** Made once for each entry; the rest is as slow as it reads. */
  private final Map<CatalogEntry, java.util.regex.Pattern> regexes = new IdentityHashMap<>();

  /** Sees the catalog from a cluster; null for the view from none. */
  public LinearMatcher(Catalog catalog, Cluster cluster) {
    this.entries = new ArrayList<>(catalog.entries());
    this.sets = catalog.addressSets();
    this.cloud = cluster == null ? null : cluster.cloud();
    this.variables = cluster == null ? Map.of() : CompiledMatcher.variables(cluster);
    if (cluster != null) {
      for (String name : cluster.gatewayDomains()) {
        entries.add(
            Entries.entry("aro.gateway-domain." + name, "aro-proxied", Level.PROXIED, name));
      }
    }
  }

  @Override
  public Match find(String host, String protocol, int port, String path, long epochMillis) {
    return winner(hits(host, protocol, port, path, epochMillis), path != null);
  }

  @Override
  public Match find(IpAddress address, String protocol, int port, long epochMillis) {
    return winner(hits(address, protocol, port, epochMillis), false);
  }

  @Override
  public List<Candidate> candidates(
      String host, String protocol, int port, String path, long epochMillis) {
    return candidates(hits(host, protocol, port, path, epochMillis));
  }

  @Override
  public List<Candidate> candidates(
      IpAddress address, String protocol, int port, long epochMillis) {
    return candidates(hits(address, protocol, port, epochMillis));
  }

  private static List<Candidate> candidates(List<Hit> hits) {
    List<Candidate> candidates = new ArrayList<>();
    boolean won = false;
    for (Hit hit : hits) {
      boolean fits = hit.standing == Standing.WINS;
      Standing standing = fits && won ? Standing.OUTRANKED : hit.standing;
      candidates.add(
          fits && !won ? 0 : candidates.size(),
          new Candidate(hit.entry, hit.match, standing, hit.prefix, hit.set));
      won |= fits;
    }
    return candidates;
  }

  private static Match winner(List<Hit> hits, boolean pathVisible) {
    for (Standing standing : List.of(Standing.WINS, Standing.OTHER_PORT)) {
      for (Hit hit : hits) {
        if (hit.standing == standing) {
          boolean otherPort = standing == Standing.OTHER_PORT;
          boolean hasPath = hit.entry.pattern() != null && hit.entry.pattern().path() != null;
          return new Match(hit.entry, otherPort, !otherPort && pathVisible && hasPath);
        }
      }
    }
    return null;
  }

  private List<Hit> hits(String host, String protocol, int port, String path, long epochMillis) {
    Comparator<CatalogEntry> byRank =
        Comparator.<CatalogEntry>comparingInt(entry -> kind(entry.pattern()))
            .thenComparing(entry -> -literal(entry.pattern().bind(variables)).length())
            .thenComparing(entry -> path == null || entry.pattern().path() == null);
    Instant time = Instant.ofEpochMilli(epochMillis);
    return entries.stream()
        .filter(entry -> !entry.isAddress())
        .filter(
            entry ->
                regexes
                    .computeIfAbsent(
                        entry,
                        any ->
                            java.util.regex.Pattern.compile(regex(entry.pattern().bind(variables))))
                    .matcher(host)
                    .matches())
        .sorted(
            byRank
                .thenComparing(CatalogEntry::id)
                .thenComparing(entry -> entry.validFrom() != null))
        .map(
            entry ->
                new Hit(
                    entry,
                    entry.pattern().bind(variables).text(),
                    standing(entry, entry.period(), protocol, port, path, time),
                    null,
                    null))
        .toList();
  }

  /** Every range of every entry is compared. */
  private List<Hit> hits(IpAddress address, String protocol, int port, long epochMillis) {
    Instant time = Instant.ofEpochMilli(epochMillis);
    List<Hit> hits = new ArrayList<>();
    for (CatalogEntry entry : entries) {
      if (entry.prefix() != null && entry.prefix().contains(address)) {
        Standing standing = standing(entry, entry.period(), protocol, port, null, time);
        hits.add(new Hit(entry, entry.prefix().toString(), standing, entry.prefix(), null));
      }
      for (AddressSet set : sets) {
        AddressPrefix prefix =
            entry.tag() != null && entry.tag().equalsIgnoreCase(set.name())
                ? set.holding(address)
                : null;
        if (prefix != null) {
          Period both = entry.period().and(set.period());
          Standing standing = standing(entry, both, protocol, port, null, time);
          hits.add(new Hit(entry, entry.match() + " (" + prefix + ")", standing, prefix, set));
        }
      }
    }
    hits.sort(
        Comparator.<Hit>comparingInt(hit -> -hit.prefix.bits())
            .thenComparing(hit -> hit.set == null ? hit.prefix.addresses() : size(hit.set))
            .thenComparing(hit -> hit.entry.id())
            .thenComparing(hit -> hit.entry.validFrom() != null)
            .thenComparing(hit -> hit.set == null ? Instant.MIN : from(hit.set)));
    return hits;
  }

  private BigInteger size(AddressSet set) {
    return sizes.computeIfAbsent(set, AddressSet::addresses);
  }

  private static Instant from(AddressSet set) {
    return set.period().from() == null ? Instant.MIN : set.period().from();
  }

  private Standing standing(
      CatalogEntry entry, Period period, String protocol, int port, String path, Instant time) {
    if (cloud != null && !entry.appliesTo(cloud)) {
      return Standing.OTHER_CLOUD;
    }
    if (!period.contains(time)) {
      boolean early = period.from() != null && time.isBefore(period.from());
      return early ? Standing.NOT_YET_VALID : Standing.NO_LONGER_VALID;
    }
    String prefix = entry.isAddress() ? null : entry.pattern().path();
    if (prefix != null && path != null && !path.equals(prefix) && !path.startsWith(prefix + "/")) {
      return Standing.OTHER_PATH;
    }
    return entry.ports().stream().anyMatch(spec -> spec.covers(protocol, port))
        ? Standing.WINS
        : Standing.OTHER_PORT;
  }

  private static String host(Pattern pattern) {
    return pattern.text().split("/", 2)[0];
  }

  private static int kind(Pattern pattern) {
    String host = host(pattern);
    if (!host.contains("*") && !host.contains("$")) {
      return 0;
    }
    if (host.contains("$")) {
      return 1;
    }
    if (host.equals("*")) {
      return 5;
    }
    return host.lastIndexOf('*') > 0 ? 4 : host.startsWith("*.") ? 2 : 3;
  }

  private static String literal(Pattern pattern) {
    return host(pattern).replaceAll("\\$\\{\\w+}|\\*", "");
  }

  private static String regex(Pattern pattern) {
    return host(pattern)
        .replace(".", "\\.")
        .replace("${clusterDomain}", "(?!)")
        .replaceAll("\\$\\{\\w+}", "[^.]+")
        .replace("*", ".*");
  }
}
