package io.egresslens.catalog.lint;

import io.egresslens.catalog.Accept;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.Pattern.Kind;
import io.egresslens.catalog.PortSpec;
import io.egresslens.classify.Expectation;
import io.egresslens.classify.FlowClassifier;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is wrong with what owners accept. */
final class AcceptChecks {
  private static final Duration SOON = Duration.ofDays(30);

  /** A name that nobody lists on purpose. */
  private static final String PROBE = "any-name-at-all.";

  private static final Set<Expectation> BEYOND_ACCEPTING =
      Set.of(Expectation.REQUIRED, Expectation.OPTIONAL, Expectation.PROXIED, Expectation.LOCAL);

  private AcceptChecks() {}

  static void ended(LintSubject subject, Hits hits) {
    for (Accept accept : subject.inventory().accepts()) {
      if (!accept.validAt(subject.at())) {
        add(hits, accept, "ended with " + lastDay(accept));
      }
    }
  }

  static void endsSoon(LintSubject subject, Hits hits) {
    for (Accept accept : subject.inventory().accepts()) {
      if (accept.validAt(subject.at()) && !accept.validAt(subject.at().plus(SOON))) {
        add(hits, accept, "ends with " + lastDay(accept));
      }
    }
  }

  static void wide(LintSubject subject, Hits hits) {
    for (Accept accept : subject.inventory().accepts()) {
      Pattern pattern = accept.pattern();
      if (pattern == null) {
        continue;
      }
      Breadth breadth = Breadth.of(pattern);
      boolean bare = pattern.kind() == Kind.BARE_SUFFIX && breadth == Breadth.REGISTRABLE;
      if (bare || breadth == Breadth.PUBLIC_SUFFIX || breadth == Breadth.PRIVATE_SUFFIX) {
        add(hits, accept, "takes names of more than one owner");
      }
    }
  }

  /** Judges what is accepted without accepting it; where it cannot be sure it says nothing. */
  static void idle(LintSubject subject, Hits hits) {
    List<Accept> accepts = subject.inventory().accepts();
    if (accepts.isEmpty()) {
      return;
    }
    List<Cluster> clusters = subject.inventory().clusters();
    FlowClassifier classifier =
        new FlowClassifier(subject.catalog(), new ClusterInventory(clusters, List.of()));
    for (Accept accept : accepts) {
      List<String> hosts = accept.pattern() == null ? List.of() : hosts(subject, accept.pattern());
      boolean idle =
          !hosts.isEmpty()
              && !accept.ports().isEmpty()
              && views(accept, clusters).stream()
                  .allMatch(view -> isBeyond(classifier, view, hosts, accept, subject));
      if (idle) {
        add(hits, accept, "accepts only what is expected without it");
      }
    }
  }

  private static List<Integer> views(Accept accept, List<Cluster> clusters) {
    List<Integer> views = new ArrayList<>();
    if (accept.clusters().isEmpty()) {
      views.add(FlowClassifier.NO_CLUSTER);
    }
    for (int i = 0; i < clusters.size(); i++) {
      if (accept.appliesTo(clusters.get(i).name())) {
        views.add(i + 1);
      }
    }
    return views;
  }

  private static boolean isBeyond(
      FlowClassifier classifier, int view, List<String> hosts, Accept accept, LintSubject subject) {
    for (String host : hosts) {
      for (PortSpec port : accept.ports()) {
        for (String protocol : protocols(port)) {
          Expectation expectation =
              classifier
                  .judgeName(
                      view,
                      host,
                      protocol,
                      port.port(),
                      accept.pattern().path(),
                      subject.at().toEpochMilli())
                  .expectation();
          if (!BEYOND_ACCEPTING.contains(expectation)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static List<String> protocols(PortSpec port) {
    return port.protocol().equals("tcp")
        ? List.of("tcp", "https", "http", "mssql")
        : List.of(port.protocol());
  }

  /**
   * Names that stand for all that a pattern takes: itself, or a name that nobody lists with every
   * name of the catalog that lies below; none where a few cannot stand for all.
   */
  private static List<String> hosts(LintSubject subject, Pattern pattern) {
    if (pattern.kind() == Kind.EXACT) {
      return List.of(pattern.literal());
    }
    if (pattern.kind() != Kind.SUFFIX) {
      return List.of();
    }
    String suffix = pattern.literal();
    List<String> hosts = new ArrayList<>();
    hosts.add(PROBE + suffix);
    for (CatalogEntry entry : subject.names().toList()) {
      String anchor = entry.pattern().anchor();
      boolean below = anchor.endsWith("." + suffix);
      switch (entry.pattern().kind()) {
        case EXACT -> {
          if (below) {
            hosts.add(anchor);
          }
        }
        case SUFFIX -> {
          if (below) {
            hosts.add(PROBE + anchor);
          }
        }
        default -> {
          if (below || anchor.equals(suffix) || suffix.endsWith(anchor)) {
            return List.of();
          }
        }
      }
    }
    return hosts;
  }

  private static String lastDay(Accept accept) {
    return accept.until().minusNanos(1).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static void add(Hits hits, Accept accept, String why) {
    Location place = accept.location();
    hits.add(place, "'" + accept.match() + "', accepted by " + accept.owner() + ", " + why);
  }
}
