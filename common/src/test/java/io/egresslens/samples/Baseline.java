package io.egresslens.samples;

import static io.egresslens.classify.Expectation.ACCEPTED;
import static io.egresslens.classify.Expectation.LOCAL;
import static io.egresslens.classify.Expectation.OPTED_OUT;
import static io.egresslens.classify.Expectation.OPTIONAL;
import static io.egresslens.classify.Expectation.REQUIRED;
import static io.egresslens.classify.Expectation.UNLISTED;
import static io.egresslens.samples.Traffic.allow;
import static io.egresslens.samples.Traffic.deny;

import io.egresslens.classify.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What each site does on an ordinary day. Rows that stand twice happen twice as often. */
final class Baseline {
  static final Map<Site, List<Traffic>> ROWS =
      Map.of(
          Site.PROD,
          join(
              registries(OPTIONAL),
              registries(OPTIONAL),
              services(),
              List.of(
                  allow("cdn05.quay.io", "rc-aro-registries/r-quay", OPTIONAL),
                  allow("files.pypi.example", "rc-team-data/r-pypi", ACCEPTED),
                  allow(
                      "console-openshift-console.apps.d5xm5iut.eastus.aroapp.io",
                      "rc-aro-services/r-apps",
                      LOCAL),
                  deny("updates.vendor.example", UNLISTED))),
          Site.DEV,
          join(
              registries(REQUIRED),
              services(),
              List.of(
                  allow("packages.example.com", "rc-dev/r-packages", UNLISTED),
                  deny("www.example.net", UNLISTED))),
          Site.LEGACY,
          join(
              proxied(),
              proxied(),
              registries(OPTIONAL),
              services(),
              List.of(deny("insights.vendor.example", UNLISTED))),
          Site.JUMP,
          List.of(
              allow("management.azure.com", "rc-jump/r-azure", REQUIRED),
              allow("login.microsoftonline.com", "rc-jump/r-azure", REQUIRED),
              allow("mirror.openshift.com", "rc-jump/r-clients", OPTIONAL),
              deny("www.example.com", UNLISTED),
              deny("console.redhat.com", OPTED_OUT)));

  private Baseline() {}

  private static List<Traffic> registries(Expectation expectation) {
    List<Traffic> rows = new ArrayList<>();
    for (String host :
        List.of("quay.io", "cdn.quay.io", "cdn01.quay.io", "cdn02.quay.io", "cdn03.quay.io")) {
      rows.add(allow(host, "rc-aro-registries/r-quay", expectation));
    }
    for (String host :
        List.of(
            "registry.redhat.io",
            "registry.redhat.io",
            "access.redhat.com",
            "registry.access.redhat.com",
            "registry.connect.redhat.com")) {
      rows.add(allow(host, "rc-aro-registries/r-redhat", expectation));
    }
    return rows;
  }

  private static List<Traffic> services() {
    return List.of(
        allow("api.openshift.com", "rc-aro-services/r-updates", OPTIONAL),
        allow("mirror.openshift.com", "rc-aro-services/r-mirror", OPTIONAL));
  }

  /** Without egress lockdown these go through the firewall, and the cluster needs them. */
  private static List<Traffic> proxied() {
    return List.of(
        allow("management.azure.com", "rc-aro-required/r-azure", REQUIRED),
        allow("login.microsoftonline.com", "rc-aro-required/r-azure", REQUIRED),
        allow("arosvc.azurecr.io", "rc-aro-required/r-acr", REQUIRED),
        allow("arosvc.westeurope.data.azurecr.io", "rc-aro-required/r-acr", REQUIRED),
        allow("gcs.prod.monitoring.core.windows.net", "rc-aro-required/r-geneva", REQUIRED));
  }

  @SafeVarargs
  private static List<Traffic> join(List<Traffic>... parts) {
    List<Traffic> rows = new ArrayList<>();
    for (List<Traffic> part : parts) {
      rows.addAll(part);
    }
    return List.copyOf(rows);
  }
}
