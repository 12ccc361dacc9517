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
              entry.id()
                  + " lists "
                  + host
                  + " with "
                  + ports(entry)
                  + ", asked was "
                  + asked(protocol, port)
                  + ": mend the rule or the client, or list the port");
      case NOT_YET_VALID ->
          near(
              NearMiss.Kind.OTHER_TIME,
              candidate,
              entry.id() + " lists " + host + ", but counts from " + day(entry.validFrom()));
      case NO_LONGER_VALID ->
          near(
              NearMiss.Kind.OTHER_TIME,
              candidate,
              entry.id()
                  + " lists "
                  + host
                  + ", but counts no longer since "
                  + day(entry.validTo())
                  + (entry.replacedBy() == null ? "" : ": replaced by " + entry.replacedBy()));
      case OTHER_CLOUD ->
          near(
              NearMiss.Kind.OTHER_CLOUD,
              candidate,
              entry.id() + " lists " + host + ", but for the clouds " + clouds(entry) + " alone");
    };
  }

  private static NearMiss near(NearMiss.Kind kind, Candidate candidate, String text) {
    return new NearMiss(kind, candidate.entry().id(), candidate.match(), text, false, 1);
  }

  /** A name that another cluster calls its own. */
  static NearMiss otherCluster(CatalogEntry entry, String host, String mine, Cluster cluster) {
    String text =
        host
            + " is "
            + entry.pattern().text()
            + " of another cluster: for "
            + cluster.name()
            + " it would be "
            + mine;
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
            ? ", but anybody can rent a name below "
                + home.suffix()
                + ": find its owner before it is listed"
            : "";
    return switch (finding.kind()) {
      case OTHER_REGION ->
          host
              + " is "
              + listed
              + " in another region"
              + (warning.isEmpty() ? ": check the region of the cluster or list it" : warning);
      case NEXT_NUMBER ->
          host
              + " is "
              + listed
              + " with another number"
              + (warning.isEmpty() ? ": the list may be behind" : warning);
      case APEX ->
          host
              + " is the name that "
              + listed
              + " takes the names below of, but not itself: list it too";
      case LABEL_SHORT -> host + " is " + listed + " without one of its labels";
      case LABEL_DEEPER ->
          host
              + " is "
              + listed
              + " with one label more, and a name without star takes nothing below it";
      case HOMOGLYPH ->
          host
              + " reads like "
              + listed
              + ", but is written in other letters and is no name of "
              + home.name();
      case EMBEDDED -> host + " holds the name of " + listed + ", but is no name of " + home.name();
      case TYPO ->
          name.owner == null
              ? host
                  + " is a slip of one or two letters away from "
                  + listed
                  + ", and is no name of "
                  + home.name()
              : host
                  + " is one letter away from "
                  + listed
                  + ", of the same owner: a slip in a client or a list";
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
