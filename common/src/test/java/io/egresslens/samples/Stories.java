package io.egresslens.samples;

import static io.egresslens.classify.Expectation.ACCEPTED;
import static io.egresslens.classify.Expectation.LOCAL;
import static io.egresslens.classify.Expectation.NO_DESTINATION;
import static io.egresslens.classify.Expectation.OPTED_OUT;
import static io.egresslens.classify.Expectation.OPTIONAL;
import static io.egresslens.classify.Expectation.REQUIRED;
import static io.egresslens.classify.Expectation.SHARED_SUFFIX;
import static io.egresslens.classify.Expectation.UNLISTED;
import static io.egresslens.classify.Expectation.WRONG_PORT;
import static io.egresslens.samples.Site.DEV;
import static io.egresslens.samples.Site.JUMP;
import static io.egresslens.samples.Site.LEGACY;
import static io.egresslens.samples.Site.PROD;
import static io.egresslens.samples.Traffic.allow;
import static io.egresslens.samples.Traffic.deny;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of the stories that are flows to one destination over some time. */
final class Stories {
  /** The rule that somebody forgot to take away. */
  static final String OVER_BROAD = "rc-temporary/allow-any-https";

  /** What the registries' outage takes away. */
  static final List<String> REGISTRIES_CUT_OFF =
      List.of("quay.io", "cdn.quay.io", "cdn01.quay.io", "registry.redhat.io");

  /** So many flows from a site's nodes. */
  record Story(String name, Instant from, Instant to, int count, Site site, Traffic traffic) {}

  static final List<Story> TABLE = table();

  private Stories() {}

  private static List<Story> table() {
    List<Story> table = new ArrayList<>();
    // A rule change took required names away.
    Traffic arm = deny("management.azure.com", REQUIRED);
    Traffic acr = deny("arosvc.westeurope.data.azurecr.io", REQUIRED);
    Traffic armAgain = allow("management.azure.com", "rc-aro-required/r-azure", REQUIRED);
    add(table, "required-denied-arm", "14T13:04", "14T16:58", 48, LEGACY, arm);
    add(table, "required-denied-acr", "14T13:04", "14T16:58", 30, LEGACY, acr);
    add(table, "required-healed", "14T17:06", "14T18:00", 8, LEGACY, armAgain);
    Traffic cdn = deny("cdn02.quay.io", REQUIRED);
    add(table, "required-denied-cdn02", "13T06:10", "13T11:55", 36, DEV, cdn);
    // One rule denies what one cluster needs, much of it at once.
    for (String host : REGISTRIES_CUT_OFF) {
      Traffic cutOff = deny(host, REQUIRED).by("rc-lockdown/deny-registries");
      Traffic again = allow(host, "rc-aro-registries/r-quay", REQUIRED);
      add(table, "outage", "16T09:02", "16T09:58", 14, DEV, cutOff);
      add(table, "outage-healed", "16T10:03", "16T10:40", 4, DEV, again);
    }

    // Allowed, and nobody expects it.
    Traffic mirror = allow("mirror.example.org", "rc-dev/r-http", UNLISTED);
    mirror = mirror.plainHttp("/centos/9/repodata/repomd.xml");
    add(table, "plain-http-mirror", "06T09:00", "17T18:00", 24, DEV, mirror);
    Traffic blob = allow("examplebackup0001.blob.core.windows.net", OVER_BROAD, SHARED_SUFFIX);
    Traffic rows = deny("exampletable0001.table.core.windows.net", SHARED_SUFFIX);
    add(table, "shared-suffix", "10T02:00", "16T03:00", 18, PROD, blob);
    add(table, "shared-suffix", "12T02:00", "13T03:00", 6, DEV, rows);
    Traffic builds = allow("builds.example.com", "rc-dev/r-builds", ACCEPTED);
    Traffic buildsLater = allow("builds.example.com", "rc-dev/r-builds", UNLISTED);
    add(table, "accept-in-force", "06T08:00", "10T18:00", 12, DEV, builds);
    add(table, "accept-expired", "13T08:00", "17T18:00", 12, DEV, buildsLater);

    // Groups that a cluster chose or did not choose.
    for (String host :
        List.of(
            "cert-api.access.redhat.com",
            "api.access.redhat.com",
            "infogw.api.openshift.com",
            "console.redhat.com")) {
      Traffic opted = allow(host, "rc-aro-telemetry/r-telemetry", OPTIONAL);
      always(table, "telemetry-opted-out", 16, PROD, deny(host, OPTED_OUT));
      always(table, "telemetry-opted-in", 10, DEV, opted);
    }
    for (String host :
        List.of("registry-1.docker.io", "auth.docker.io", "production.cloudflare.docker.com")) {
      always(table, "docker-hub", 12, PROD, allow(host, "rc-docker/r-docker", OPTIONAL));
    }

    // Listed, but not so; and without a name.
    Traffic plain = allow("registry.redhat.io", "rc-dev/r-http", WRONG_PORT).plainHttp("/v2/");
    always(table, "wrong-port", 8, PROD, deny("quay.io", WRONG_PORT).on("https", 8443));
    always(table, "wrong-port", 6, DEV, deny("quay.io", WRONG_PORT).plainHttp("/v2/"));
    always(table, "wrong-port", 4, DEV, plain);
    always(table, "no-sni", 10, DEV, deny("", NO_DESTINATION));
    add(table, "no-sni", "05T03:00", "08T09:00", 6, LEGACY, deny("", NO_DESTINATION));
    Traffic login = allow("login.microsoftonline.com", "rc-aro-required/r-azure", REQUIRED);
    add(table, "double-setting", "08T10:00", "08T12:00", 14, LEGACY, login);

    // Network rules: only the address is known.
    for (int server = 10; server < 14; server++) {
      Traffic ntp = allow("192.0.2." + server, "rc-net/r-ntp", UNLISTED).on("udp", 123);
      always(table, "ntp", 10, PROD, ntp);
    }
    Traffic hidden = allow("203.0.113.20", "rc-net/allow-443", UNLISTED).on("tcp", 443);
    Traffic inside = allow("10.50.2.9", "rc-net/r-inside", LOCAL).on("tcp", 5432);
    Traffic ping = allow("192.0.2.1", "rc-net/r-ping", UNLISTED).on("icmp", 0);
    always(table, "network-https", 20, LEGACY, hidden);
    always(table, "private", 20, PROD, inside);
    always(table, "icmp", 8, JUMP, ping);
    add(table, "icmp", "05T03:00", "08T08:00", 4, LEGACY, ping);
    return List.copyOf(table);
  }

  private static void always(
      List<Story> table, String name, int count, Site site, Traffic traffic) {
    add(table, name, "05T03:00", "18T22:00", count, site, traffic);
  }

  /** Times are day and minute of January 2026, UTC. */
  private static void add(
      List<Story> table, String name, String from, String to, int count, Site site, Traffic flow) {
    table.add(new Story(name, instant(from), instant(to), count, site, flow));
  }

  private static Instant instant(String dayAndMinute) {
    return Instant.parse("2026-01-" + dayAndMinute + ":00Z");
  }
}
