package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Period;
import java.time.Instant;
import java.util.stream.Collectors;

/** The sentences of a {@link NearMiss}: what is near what, and what to do. */
final class NearTexts {
  private NearTexts() {}

  /** A name that an entry has, on another port, at another time or for other clouds. */
  static NearMiss listed(Candidate candidate, String host, String protocol, int port) {
    CatalogEntry entry = candidate.entry();
    return switch (candidate.standing()) {
      case WINS, OUTRANKED, OTHER_PATH, OTHER_BINDING -> null;
      case OTHER_PORT ->
          near(
              NearMiss.Kind.OTHER_PORT,
              candidate,
              "%s lists %s with %s, asked was %s: mend the rule or the client, or list the port"
                  .formatted(entry.id(), host, ports(entry), asked(protocol, port)));
      case NOT_YET_VALID ->
          near(
              NearMiss.Kind.OTHER_TIME,
              candidate,
              "%s lists %s, but counts from %s"
                  .formatted(entry.id(), host, day(entry.validFrom())));
      case NO_LONGER_VALID ->
          near(
              NearMiss.Kind.OTHER_TIME,
              candidate,
              "%s lists %s, but counts no longer since %s%s"
                  .formatted(
                      entry.id(),
                      host,
                      day(entry.validTo()),
                      entry.replacedBy() == null ? "" : ": replaced by " + entry.replacedBy()));
      case OTHER_CLOUD ->
          near(
              NearMiss.Kind.OTHER_CLOUD,
              candidate,
              "%s lists %s, but for the clouds %s alone"
                  .formatted(entry.id(), host, clouds(entry)));
    };
  }

  private static NearMiss near(NearMiss.Kind kind, Candidate candidate, String text) {
    return new NearMiss(kind, candidate.entry().id(), candidate.match(), text, false, 1);
  }

  /** A name that another cluster calls its own. */
  static NearMiss otherCluster(CatalogEntry entry, String host, String mine, Cluster cluster) {
    String text =
        "%s is %s of another cluster: for %s it would be %s"
            .formatted(host, entry.pattern().text(), cluster.name(), mine);
    String bound = entry.pattern().bind(CompiledMatcher.variables(cluster)).text();
    return new NearMiss(NearMiss.Kind.OTHER_CLUSTER, entry.id(), bound, text, false, 0.9);
  }

  /** What the rules found. */
  static NearMiss of(NearName name, NearRules.Finding finding, long epochMillis) {
    NearTarget target = finding.target();
    CatalogEntry entry = target.entry(epochMillis);
    boolean lookalike = isLookalike(name, finding);
    String text = sentence(name, finding, entry.id()) + period(entry, epochMillis);
    return new NearMiss(
        finding.kind(), entry.id(), target.pattern, text, lookalike, finding.confidence());
  }

  private static boolean isLookalike(NearName name, NearRules.Finding finding) {
    return switch (finding.kind()) {
      case HOMOGLYPH, EMBEDDED -> true;
      case TYPO -> name.owner == null;
      case OTHER_PORT,
          OTHER_TIME,
          OTHER_CLOUD,
          OTHER_CLUSTER,
          OTHER_REGION,
          NEXT_NUMBER,
          APEX,
          LABEL_SHORT,
          LABEL_DEEPER ->
          false;
    };
  }

  private static String sentence(NearName name, NearRules.Finding finding, String entry) {
    String host = name.host;
    String pattern = finding.target().pattern;
    String listed = pattern + " (" + entry + ")";
    Home home = finding.target().home;
    String warning =
        name.owner == null
            ? ", but anybody can rent a name below %s: find its owner before it is listed"
                .formatted(home.suffix())
            : "";
    return switch (finding.kind()) {
      case OTHER_REGION ->
          "%s is %s in another region%s"
              .formatted(
                  host,
                  listed,
                  warning.isEmpty() ? ": check the region of the cluster or list it" : warning);
      case NEXT_NUMBER ->
          "%s is %s with another number%s"
              .formatted(host, listed, warning.isEmpty() ? ": the list may be behind" : warning);
      case APEX ->
          "%s is the name that %s takes the names below of, but not itself: list it too"
              .formatted(host, listed);
      case LABEL_SHORT -> "%s is %s without one of its labels".formatted(host, listed);
      case LABEL_DEEPER ->
          "%s is %s with one label more, and a name without star takes nothing below it"
              .formatted(host, listed);
      case HOMOGLYPH ->
          "%s reads like %s, but is written in other letters and is no name of %s"
              .formatted(host, listed, home.name());
      case EMBEDDED ->
          "%s holds the name of %s, but is no name of %s".formatted(host, listed, home.name());
      case TYPO ->
          name.owner == null
              ? "%s is a slip of one or two letters away from %s, and is no name of %s"
                  .formatted(host, listed, home.name())
              : "%s is one letter away from %s, of the same owner: a slip in a client or a list"
                  .formatted(host, listed);
      case OTHER_PORT, OTHER_TIME, OTHER_CLOUD, OTHER_CLUSTER ->
          throw new IllegalArgumentException(finding.kind() + " is found by the matcher");
    };
  }

  private static String period(CatalogEntry entry, long epochMillis) {
    return entry.validAt(Instant.ofEpochMilli(epochMillis))
        ? ""
        : " (an entry that does not count at this time)";
  }

  private static String day(Instant time) {
    return Period.day(time);
  }

  private static String ports(CatalogEntry entry) {
    return entry.ports().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String clouds(CatalogEntry entry) {
    return entry.clouds().stream()
        .map(cloud -> cloud.label())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String asked(String protocol, int port) {
    String name = protocol == null ? "no protocol" : protocol;
    return port == 0 ? name : name + ":" + port;
  }
}
