package io.egresslens.samples;

import java.util.List;

/** Who stands behind which firewall: the clusters of {@code clusters.yaml}, and a jump host. */
public enum Site {
  PROD("aro-prod", Firewall.EASTUS, "10.10.1.", "10.20.1."),
  DEV("aro-dev", Firewall.EASTUS, "10.30.0.", "10.30.1."),
  LEGACY("aro-legacy", Firewall.WESTEUROPE, "10.40.1.", "10.41.1."),
  /** In no cluster's subnets. */
  JUMP("unassigned", Firewall.EASTUS, "10.30.200.", "10.30.200.");

  /** The two firewalls; the subscription ids are made up. */
  public enum Firewall {
    EASTUS("fw-hub-eastus", "00000000-0000-4000-8000-0000000e0001", "rg-hub-eastus"),
    WESTEUROPE("fw-hub-westeurope", "00000000-0000-4000-8000-0000000e0002", "rg-hub-westeurope");

    final String label;
    final String subscription;
    final String resourceGroup;

    Firewall(String label, String subscription, String resourceGroup) {
      this.label = label;
      this.subscription = subscription;
      this.resourceGroup = resourceGroup;
    }

    /** The resource id in lower case. */
    public String resourceId() {
      return "/subscriptions/"
          + subscription
          + "/resourcegroups/"
          + resourceGroup
          + "/providers/microsoft.network/azurefirewalls/"
          + label;
    }

    String policy() {
      return "pol-" + label.substring("fw-".length());
    }
  }

  final String cluster;
  final Firewall firewall;
  private final List<String> subnets;

  Site(String cluster, Firewall firewall, String masters, String workers) {
    this.cluster = cluster;
    this.firewall = firewall;
    this.subnets = List.of(masters, workers);
  }

  /** A node: three masters, nine workers, one jump host. */
  String node(Dice dice) {
    if (this == JUMP) {
      return "10.30.200.4";
    }
    int node = dice.below(12);
    return node < 3 ? subnets.get(0) + (4 + node) : subnets.get(1) + (4 + node);
  }

  /** The worker of that number. */
  String worker(int number) {
    return subnets.get(1) + number;
  }
}
