package io.egresslens.classify;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.Period;
import io.egresslens.match.Candidate;
import io.egresslens.match.CompiledMatcher;
import io.egresslens.match.DestinationSpec;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Why each candidate stands as it does, in words: the precedence of {@link
 * io.egresslens.match.EndpointMatcher} told for one destination. For people: allocates freely.
 */
final class CandidateReasons {
  private final DestinationSpec asked;
  private final Cluster cluster;
  private final Map<String, String> variables;
  private final Candidate first;

  /**
   * @param cluster null for a source of no known cluster
   * @param candidates the winner first
   */
  private CandidateReasons(DestinationSpec asked, Cluster cluster, List<Candidate> candidates) {
    this.asked = asked;
    this.cluster = cluster;
    this.variables = cluster == null ? Map.of() : CompiledMatcher.variables(cluster);
    this.first = candidates.isEmpty() ? null : candidates.get(0);
  }

  /** A reason for each candidate, in their order. */
  static List<String> of(DestinationSpec asked, Cluster cluster, List<Candidate> candidates) {
    CandidateReasons reasons = new CandidateReasons(asked, cluster, candidates);
    return candidates.stream().map(reasons::of).toList();
  }

  private String of(Candidate candidate) {
    CatalogEntry entry = candidate.entry();
    Period period = period(candidate);
    String reason =
        switch (candidate.standing()) {
          case WINS -> "the most telling of what fits" + path(entry) + end(entry, period);
          case OUTRANKED -> outranked(candidate);
          case OTHER_PORT ->
              "lists " + list(entry.ports()) + ", asked was " + DecisionReasons.port(asked);
          case OTHER_PATH ->
              "its path is " + entry.pattern().path() + ", asked was " + asked.path();
          case NOT_YET_VALID -> "counts from " + Period.day(period.from());
          case NO_LONGER_VALID ->
              "counts no longer since "
                  + Period.day(period.to())
                  + (entry.replacedBy() == null ? "" : ", replaced by " + entry.replacedBy());
          case OTHER_CLOUD ->
              "for the clouds "
                  + entry.clouds().stream().map(cloud -> cloud.label()).sorted().toList()
                  + ", the cluster runs in "
                  + cluster.cloud().label();
          case OTHER_BINDING -> "this name is not of this cluster";
        };
    return reason + binding(entry);
  }

  private String outranked(Candidate candidate) {
    CatalogEntry winner = first.entry();
    boolean addresses = first.prefix() != null && candidate.prefix() != null;
    return winner.id()
        + " comes first: "
        + (addresses ? byAddress(first, candidate) : byName(winner, candidate.entry()));
  }

  /** The rule of precedence that puts one range before another. */
  private static String byAddress(Candidate winner, Candidate loser) {
    if (winner.prefix().bits() != loser.prefix().bits()) {
      return "its prefix is longer, " + winner.prefix() + " before " + loser.prefix();
    }
    BigInteger fewer = addresses(winner);
    BigInteger more = addresses(loser);
    return fewer.equals(more)
        ? smallerId()
        : "of one prefix, it is for fewer addresses, "
            + String.format(Locale.ROOT, "%,d before %,d", fewer, more);
  }

  private static BigInteger addresses(Candidate candidate) {
    return candidate.set() == null ? candidate.prefix().addresses() : candidate.set().addresses();
  }

  /** The rule of precedence that puts one pattern before another. */
  private String byName(CatalogEntry winner, CatalogEntry loser) {
    Pattern before = winner.pattern().bind(variables);
    Pattern behind = loser.pattern().bind(variables);
    if (before.kind() != behind.kind()) {
      return words(before.kind()) + " goes before " + words(behind.kind());
    }
    if (Pattern.MOST_SPECIFIC_FIRST.compare(before, behind) != 0) {
      return "more of its name is fixed, " + before.text() + " before " + behind.text();
    }
    boolean byPath = before.path() != null && behind.path() == null && asked.path() != null;
    return byPath ? "its path was compared, too" : smallerId();
  }

  private static Period period(Candidate candidate) {
    Period own = candidate.entry().period();
    return candidate.set() == null ? own : own.and(candidate.set().period());
  }

  /** An end that is set is a change to prepare for. */
  private static String end(CatalogEntry entry, Period period) {
    if (period.to() == null) {
      return "";
    }
    return "; counts until "
        + Period.day(period.to())
        + (entry.replacedBy() == null ? "" : ", then " + entry.replacedBy());
  }

  private static String smallerId() {
    return "equal in rank, so the smaller id wins";
  }

  private static String words(Pattern.Kind kind) {
    return switch (kind) {
      case EXACT -> "a whole name";
      case TEMPLATE -> "a template";
      case SUFFIX -> "a suffix after a dot";
      case BARE_SUFFIX -> "a bare suffix";
      case GLOB -> "a glob";
      case ANY -> "a lone star";
    };
  }

  private String path(CatalogEntry entry) {
    if (entry.pattern() == null || entry.pattern().path() == null) {
      return "";
    }
    return asked.path() == null
        ? "; the path does not show, so it is known by its host alone"
        : "; its path " + entry.pattern().path() + " was compared";
  }

  private String binding(CatalogEntry entry) {
    List<String> names = entry.pattern() == null ? List.of() : entry.pattern().variables();
    if (names.isEmpty()) {
      return "";
    }
    String template = "; template " + entry.pattern().text() + " with ";
    return template
        + names.stream()
            .map(
                name -> name + " = " + Objects.requireNonNullElse(variables.get(name), "any label"))
            .collect(Collectors.joining(", "));
  }

  static String list(List<?> items) {
    return items.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
