package io.egresslens.alert;

import io.egresslens.classify.Expectation;
import io.egresslens.window.SummaryKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What an alert can be about, on one firewall.
 *
 * @param cluster null for what concerns the firewall or the job as a whole
 * @param name id of the entry, destination, domain, reason or catalog; null for clusters and
 *     firewalls
 * @param port of a {@link SubjectKind#DESTINATION}; 0 otherwise, or when it has none
 */
public record Subject(SubjectKind kind, String cluster, String name, int port) {
  /** All flows of a firewall. */
  public static final Subject FIREWALL = new Subject(SubjectKind.FIREWALL, null, null, 0);

  /** The catalog that a job judges by. */
  public static final Subject CATALOG = new Subject(SubjectKind.CATALOG, null, "default", 0);

  private static final Set<Expectation> OF_AN_ENTRY =
      EnumSet.of(Expectation.REQUIRED, Expectation.OPTIONAL, Expectation.PROXIED);
  private static final Set<Expectation> OF_NO_ENTRY =
      EnumSet.of(Expectation.UNLISTED, Expectation.SHARED_SUFFIX);
  private static final Set<Expectation> PULSE_ONLY =
      EnumSet.of(Expectation.LOCAL, Expectation.NO_DESTINATION);

  public Subject {
    Objects.requireNonNull(kind, "kind");
  }

  /** Several times for each row of an ingest step: much faster than what a record comes with. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Subject that
        && kind == that.kind
        && port == that.port
        && Objects.equals(name, that.name)
        && Objects.equals(cluster, that.cluster);
  }

  @Override
  public int hashCode() {
    int hash = 31 * kind.hashCode() + port;
    hash = 31 * hash + Objects.hashCode(name);
    return 31 * hash + Objects.hashCode(cluster);
  }

  /** A cluster: all its flows. */
  public static Subject cluster(String cluster) {
    return new Subject(SubjectKind.CLUSTER, cluster, null, 0);
  }

  /** Records that cannot be read for this reason. */
  public static Subject parsing(String reason) {
    return new Subject(SubjectKind.PARSING, null, reason, 0);
  }

  /**
   * Whom an observation says something about: always its cluster and the firewall, whose pulse it
   * is. Never empty.
   */
  public static List<Subject> of(Observation observation) {
    return of(observation, new DomainMemo());
  }

  /** The same, with what is known of domains. */
  static List<Subject> of(Observation observation, DomainMemo domains) {
    SummaryKey key = observation.sum().key();
    String cluster = key.cluster();
    String destination = key.destination();
    List<Subject> touched = new ArrayList<>(6);
    touched.add(FIREWALL);
    touched.add(cluster(cluster));
    if (PULSE_ONLY.contains(key.expectation())) {
      return touched;
    }
    if (key.entry() != null && OF_AN_ENTRY.contains(key.expectation())) {
      touched.add(new Subject(SubjectKind.ENTRY, cluster, key.entry(), 0));
    }
    if (destination != null) {
      touched.add(new Subject(SubjectKind.DESTINATION, cluster, destination, key.port()));
    }
    if (destination != null && OF_NO_ENTRY.contains(key.expectation())) {
      touched.add(new Subject(SubjectKind.NAME, cluster, destination, 0));
    }
    if (key.expectation() == Expectation.UNLISTED) {
      String domain = domains.domainOf(destination, observation.sum().clusterDomain());
      if (domain != null) {
        touched.add(new Subject(SubjectKind.DOMAIN, cluster, domain, 0));
      }
    }
    return touched;
  }
}
