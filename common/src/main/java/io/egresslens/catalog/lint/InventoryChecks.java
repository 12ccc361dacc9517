package io.egresslens.catalog.lint;

import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Lockdown;
import io.egresslens.flow.AddressPrefix;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** What is wrong with clusters. */
final class InventoryChecks {
  private static final Pattern FIREWALL =
      Pattern.compile(
          "/subscriptions/[^/]+/resourcegroups/[^/]+"
              + "/providers/microsoft\\.network/azurefirewalls/[^/]+");

  /** What the service makes of names that it gives itself. */
  private static final Pattern MANAGED_DOMAIN =
      Pattern.compile("[^.]+\\.([a-z0-9]+)\\.aroapp\\.(?:io|azure\\.us)");

  private InventoryChecks() {}

  static void overlappingSources(LintSubject subject, Hits hits) {
    List<Cluster> clusters = subject.inventory().clusters();
    for (Cluster inner : clusters) {
      for (Cluster outer : clusters) {
        if (!inner.name().equals(outer.name()) && shareFirewall(inner, outer)) {
          for (AddressPrefix prefix : inner.sources()) {
            outer.sources().stream()
                .filter(other -> isInside(prefix, other))
                .forEach(
                    other ->
                        hits.add(
                            subject.placeOf(inner),
                            "source %s of cluster %s lies in %s of cluster %s"
                                .formatted(prefix, inner.name(), other, outer.name())));
          }
        }
      }
    }
  }

  static void redundantSources(LintSubject subject, Hits hits) {
    for (Cluster cluster : subject.inventory().clusters()) {
      for (AddressPrefix prefix : cluster.sources()) {
        cluster.sources().stream()
            .filter(other -> isInside(prefix, other))
            .forEach(
                other ->
                    hits.add(
                        subject.placeOf(cluster),
                        "source %s of cluster %s lies in its own %s"
                            .formatted(prefix, cluster.name(), other)));
      }
    }
  }

  static void firewallForm(LintSubject subject, Hits hits) {
    for (Cluster cluster : subject.inventory().clusters()) {
      cluster.firewalls().stream()
          .filter(id -> !FIREWALL.matcher(id).matches())
          .sorted()
          .forEach(
              id ->
                  hits.add(
                      subject.placeOf(cluster),
                      "firewall '%s' of cluster %s".formatted(id, cluster.name())));
    }
  }

  static void gatewayUnknown(LintSubject subject, Hits hits) {
    gateway(subject, Lockdown.ON, true, "has egress lockdown and no gatewayDomains", hits);
  }

  static void gatewayWithoutLockdown(LintSubject subject, Hits hits) {
    gateway(subject, Lockdown.OFF, false, "has gatewayDomains and no egress lockdown", hits);
  }

  private static void gateway(
      LintSubject subject, Lockdown lockdown, boolean empty, String why, Hits hits) {
    subject.inventory().clusters().stream()
        .filter(cluster -> cluster.egressLockdown() == lockdown)
        .filter(cluster -> cluster.gatewayDomains().isEmpty() == empty)
        .forEach(
            cluster -> hits.add(subject.placeOf(cluster), "cluster " + cluster.name() + " " + why));
  }

  static void unknownRegion(LintSubject subject, Hits hits) {
    for (Cluster cluster : subject.inventory().clusters()) {
      if (!AzureRegions.has(cluster.cloud(), cluster.region())) {
        hits.add(
            subject.placeOf(cluster),
            "cluster %s is in region %s, which the %s cloud is not known to have"
                .formatted(cluster.name(), cluster.region(), cluster.cloud().label()));
      }
    }
  }

  static void domainOfOtherRegion(LintSubject subject, Hits hits) {
    for (Cluster cluster : subject.inventory().clusters()) {
      var matcher = MANAGED_DOMAIN.matcher(cluster.domain() == null ? "" : cluster.domain());
      if (matcher.matches() && !matcher.group(1).equals(cluster.region())) {
        hits.add(
            subject.placeOf(cluster),
            "cluster %s of region %s has the domain %s"
                .formatted(cluster.name(), cluster.region(), cluster.domain()));
      }
    }
  }

  static void cloudWithoutService(LintSubject subject, Hits hits) {
    subject.inventory().clusters().stream()
        .filter(cluster -> cluster.cloud() == Cloud.CHINA)
        .forEach(
            cluster ->
                hits.add(
                    subject.placeOf(cluster),
                    "cluster %s is in a cloud without the service".formatted(cluster.name())));
  }

  private static boolean isInside(AddressPrefix inner, AddressPrefix outer) {
    return inner.bits() > outer.bits() && outer.contains(inner.address());
  }

  private static boolean shareFirewall(Cluster a, Cluster b) {
    return a.firewalls().isEmpty()
        || b.firewalls().isEmpty()
        || !Collections.disjoint(a.firewalls(), b.firewalls());
  }
}
