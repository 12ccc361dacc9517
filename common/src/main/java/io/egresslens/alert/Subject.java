package io.egresslens.alert;

import java.util.Objects;

/**
 * What an alert can be about, on one firewall.
 *
 * @param cluster null for {@link SubjectKind#FIREWALL}
 * @param name id of the entry, destination or domain; null for clusters and firewalls
 * @param port of a destination; 0 otherwise, or when it has none
 */
public record Subject(SubjectKind kind, String cluster, String name, int port) {
  public Subject {
    Objects.requireNonNull(kind, "kind");
  }
}
