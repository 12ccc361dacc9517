package io.egresslens.samples;

import static io.egresslens.classify.Expectation.NO_DESTINATION;
import static io.egresslens.classify.Expectation.OPTIONAL;
import static io.egresslens.classify.Expectation.PROXIED;
import static io.egresslens.classify.Expectation.UNLISTED;
import static io.egresslens.samples.Traffic.allow;
import static io.egresslens.samples.Traffic.deny;

import io.egresslens.flow.Action;
import io.egresslens.samples.Records.At;
import io.egresslens.samples.Sample.Copy;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The two weeks from 2026-01-05 to 2026-01-18: what three clusters and a jump host do behind two
 * firewalls, as messages in the order of their delivery. {@code sample-logs/README.md} tells the
 * stories.
 */
final class Scenario {
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  static final Instant END = Instant.parse("2026-01-19T00:00:00Z");

  /** The westeurope firewall writes legacy text until the second, structured from the first on. */
  private static final Instant STRUCTURED_FROM = Instant.parse("2026-01-08T10:00:00Z");

  private static final Instant LEGACY_UNTIL = Instant.parse("2026-01-08T12:00:00Z");

  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>.example.org",
          "=cmd|' /C calc'!A0.example.org",
          "\u001b[31mred\u001b[0m.example.org",
          "invoice\u202egpj.example.org",
          "line\r\nInjected: yes.example.org",
          "quoted\"name\\.example.org",
          "a".repeat(300) + ".example.org");

  /** A message: what one firewall sent at once. */
  record Message(Instant delivered, List<Sample> samples) {}

  private final Dice seed;
  private final List<Sample> samples = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();

  private Scenario(Dice seed) {
    this.seed = seed;
  }

  /** The messages in the order of their delivery. */
  static List<Message> messages(Dice seed) {
    Scenario scenario = new Scenario(seed);
    scenario.baseline();
    Stories.TABLE.forEach(scenario::tell);
    scenario.nights();
    scenario.bypass();
    scenario.retries();
    scenario.besideDecisions();
    scenario.names();
    scenario.late();
    scenario.pack();
    return scenario.messages;
  }

  private void baseline() {
    Dice dice = seed.named("baseline");
    for (Instant hour = START; hour.isBefore(END); hour = hour.plus(Duration.ofHours(1))) {
      for (Site site : Site.values()) {
        Instant burst = hour.plusSeconds(dice.below(3300));
        for (int i = dice.below(busy(site, hour) + 1); i > 0; i--) {
          Traffic row = dice.pick(Baseline.ROWS.get(site));
          Instant time = shift(burst, dice, 120);
          if (!brokenThen(site, row.host(), time)) {
            decision("baseline", at(time, site, site.node(dice), dice), row);
          }
        }
      }
    }
  }

  /** The most flows of an hour. */
  private static int busy(Site site, Instant hour) {
    ZonedDateTime time = hour.atZone(ZoneOffset.UTC);
    boolean weekend = time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    boolean work = !weekend && time.getHour() >= 8 && time.getHour() < 18;
    return switch (site) {
      case PROD -> work ? 4 : 2;
      case LEGACY -> work ? 3 : 2;
      case DEV -> work ? 4 : 0;
      case JUMP -> work ? 1 : 0;
    };
  }

  /** Hosts that a rule change took away: then nothing of the baseline gets through to them. */
  private static boolean brokenThen(Site site, String host, Instant time) {
    return site == Site.LEGACY
            && (host.equals("management.azure.com") || host.endsWith(".data.azurecr.io"))
            && within(time, "2026-01-14T13:00:00Z", "2026-01-14T17:05:00Z")
        || site == Site.DEV
            && host.equals("cdn02.quay.io")
            && within(time, "2026-01-13T06:00:00Z", "2026-01-13T12:05:00Z")
        || site == Site.DEV
            && Stories.REGISTRIES_CUT_OFF.contains(host)
            && within(time, "2026-01-16T09:00:00Z", "2026-01-16T10:00:00Z");
  }

  /** The flows of a story: evenly over its time but for some jitter, from the site's nodes. */
  private void tell(Stories.Story story) {
    Dice dice = seed.named(story.name() + story.traffic().host() + story.site());
    long step = Duration.between(story.from(), story.to()).toSeconds() / story.count();
    for (int i = 0; i < story.count(); i++) {
      Instant time = shift(story.from().plusSeconds(i * step), dice, (int) step);
      At at = at(time, story.site(), story.site().node(dice), dice);
      decision(story.name(), at, story.traffic());
    }
  }

  /** Uploads at night, mostly from one pod. */
  private void nights() {
    Dice dice = seed.named("nights");
    Traffic files = allow("files.example.net", Stories.OVER_BROAD, UNLISTED);
    for (String night : List.of("07", "09", "12", "15", "16")) {
      Instant time = Instant.parse("2026-01-" + night + "T01:10:00Z");
      for (int i = dice.between(8, 14); i > 0; i--) {
        time = shift(time.plusSeconds(300), dice, 400);
        String pod = Site.PROD.worker(dice.chance(80) ? 77 : 78);
        decision("unexpected-allowed-files", at(time, Site.PROD, pod, dice), files);
      }
    }
  }

  /** One pod that does not ask the node's resolver. */
  private void bypass() {
    Dice dice = seed.named("bypass");
    String pod = Site.PROD.worker(45);
    Traffic login = allow("login.microsoftonline.com", Stories.OVER_BROAD, PROXIED);
    Instant time = Instant.parse("2026-01-15T09:00:00Z");
    for (int i = 0; i < 22; i++) {
      time = shift(time.plusSeconds(600), dice, 900);
      decision("proxied-direct", at(time, Site.PROD, pod, dice), login);
    }
    Traffic arm = deny("management.azure.com", PROXIED);
    decision("proxied-direct", at(time, Site.PROD, pod, dice), arm);
  }

  /** Each retry of a refused connection is a record, from the same port; and a few over IPv6. */
  private void retries() {
    Dice dice = seed.named("retries");
    Traffic closed = deny("198.51.100.25", UNLISTED).on("tcp", 25);
    At first = at(Instant.parse("2026-01-09T14:20:00Z"), Site.DEV, Site.DEV.worker(9), dice);
    for (int wait : List.of(0, 1, 3, 7)) {
      Instant time = first.time().plusSeconds(wait);
      decision(
          "denied-retries", new At(time, first.site(), first.source(), first.sourcePort()), closed);
    }
    Traffic v6 = allow("2001:db8:53::53", "rc-net/r-dns6", UNLISTED).on("udp", 53);
    for (int i = 0; i < 6; i++) {
      Instant sixth = shift(START.plus(Duration.ofHours(30 + i * 41L)), dice, 600);
      decision("ipv6", new At(sixth, Site.JUMP, "fd00:10:30::4", 40_000 + i), v6);
    }
  }

  private void besideDecisions() {
    Dice dice = seed.named("beside");
    Traffic alertName = hit("bad.example.net", "https", 443, Action.ALERT);
    Traffic denyName = hit("worse.example.net", "https", 443, Action.DENY);
    Traffic denyAddress = hit("198.51.100.66", "tcp", 8080, Action.DENY);
    Traffic alertTls = hit("203.0.113.99", "tcp", 443, Action.ALERT);
    Traffic dropTls = hit("203.0.113.98", "tcp", 443, Action.DENY);
    for (int i = 0; i < 14; i++) {
      Instant day = START.plus(Duration.ofDays(i));
      At prod = at(shift(day, dice, 86_000), Site.PROD, Site.PROD.node(dice), dice);
      At legacy = at(shift(day, dice, 86_000), Site.LEGACY, Site.LEGACY.node(dice), dice);
      At outside = new At(prod.time(), Site.PROD, "203.0.113.9", 40000 + i);
      At firewall = new At(prod.time(), Site.PROD, "10.100.1.6", 50000 + i);
      String app = "app.example.com";
      story(
          "inbound",
          Records.nat(outside, "198.51.100.4", 8443, "10.20.3.5", 443, "rc-web/r-portal"));
      story("dns", Records.dns(prod, "A", "registry.redhat.io", "NOERROR", 0.0071));
      story("dns", Records.dns(prod, "AAAA", app, "NXDOMAIN", 6.6E-5));
      story("dns", Records.dns(prod, "A", "slow.example.com", "SERVFAIL", 6.0013));
      story("fat-flow", Records.fatFlow(firewall, "198.51.100.80", "3.2930000000000001"));
      story("flow-trace", Records.flowTrace(prod, "10.50.2.9", 5432, i % 2 == 0 ? "FIN" : "RST"));
      if (i % 2 == 0) {
        Sample failure =
            Records.resolveFailure(prod, "gone.example.com", "no such host", "rc-net/r-name");
        story("resolve-failure", failure);
        story("dns-timeout", Records.dnsTimeout(firewall, app));
        story(
            "aggregation",
            Records.aggregation(prod, allow("quay.io", "rc-a/r-q", OPTIONAL), 40 + i));
        Traffic ntp = allow("192.0.2.10", "rc-net/r-ntp", UNLISTED).on("udp", 123);
        story("aggregation", Records.aggregation(prod, ntp, 7 + i));
        story(
            "aggregation", Records.natAggregation(outside, "10.20.3.5", 443, "rc-web/r-portal", 3));
        story(
            "threat-intel-alert",
            Records.threatIntel(legacy, alertName, "This is a test indicator"));
        story("idps-alert", Records.idps(prod, alertTls, "2032081", "ET USER_AGENTS odd agent"));
      }
      if (i % 3 == 0) {
        String answer = ";; ANSWER SECTION:\n" + app + ".\t60\tIN\tA\t203.0.113.20";
        story("dns-additional", Records.dnsAdditional(prod, "Forwarder Response", app, answer));
        story("threat-intel-deny", Records.threatIntel(prod, denyName, "Known phishing host"));
        story("threat-intel-deny", Records.threatIntel(prod, denyAddress, "Botnet address"));
        story("idps-drop", Records.idps(prod, dropTls, "2024897", "ET POLICY odd upload"));
      }
    }
  }

  private static Traffic hit(String host, String protocol, int port, Action action) {
    return new Traffic(host, protocol, port, "", action, "", UNLISTED);
  }

  private void names() {
    Dice dice = seed.named("names");
    Instant time = Instant.parse("2026-01-08T15:00:00Z");
    String pod = Site.DEV.worker(66);
    // What is no name is no destination either, but it still stands in the record.
    Traffic noName = deny("", NO_DESTINATION);
    for (String name : HOSTILE) {
      time = time.plusSeconds(dice.between(20, 90));
      Sample denied = Records.flow(at(time, Site.DEV, pod, dice), noName);
      story("hostile-names", denied.with("Fqdn", name).with("ActionReason", "Default Action"));
    }
    decision(
        "hostile-names",
        at(time, Site.DEV, pod, dice),
        deny("xn--pypal-4ve.example.org", UNLISTED));
    Traffic marked = allow("www.example.org", "=1+1/<img src=x onerror=alert(1)>", UNLISTED);
    decision("hostile-names", at(time, Site.DEV, pod, dice), marked);
    time = Instant.parse("2026-01-08T15:30:00Z");
    for (int i = 0; i < 40; i++) {
      time = time.plusMillis(dice.between(2_000, 15_000));
      String name = dice.word(24) + ".tunnel.example.org";
      Traffic tunnel = allow(name, Stories.OVER_BROAD, UNLISTED);
      decision("random-subdomains", at(time, Site.DEV, pod, dice), tunnel);
    }
    At upper = at(time.plusSeconds(60), Site.PROD, Site.PROD.node(dice), dice);
    Traffic registry = allow("registry.redhat.io", "rc-aro-registries/r-redhat", OPTIONAL);
    story("spelling", Records.flow(upper, registry).with("Fqdn", "Registry.RedHat.IO."));
    Traffic inspected = allow("www.example.com", "rc-inspected/r-search", UNLISTED);
    Sample page = Records.flow(upper, inspected).with("TargetUrl", "https://www.example.com/q?a=1");
    story(
        "inspected",
        page.with("IsTlsInspected", "true").with("WebCategory", "SearchEnginesAndPortals"));
    story("inspected", Records.flow(upper, inspected).with("IsExplicitProxyRequest", true));
    Traffic sql = allow("sql.partner.example", "rc-data/r-sql", UNLISTED).on("mssql", 1433);
    decision("mssql", upper, sql);
  }

  /** Records that arrive long after they were written, each in a message of its own. */
  private void late() {
    Dice dice = seed.named("late");
    Traffic vendor = deny("updates.vendor.example", UNLISTED);
    Traffic pull = allow("registry.redhat.io", "rc-aro-registries/r-redhat", OPTIONAL);
    List<Integer> minutes = List.of(20, 45, 90, 180, 300, 480, 720, 1800);
    for (int i = 0; i < minutes.size(); i++) {
      Instant time = shift(START.plus(Duration.ofHours(40 + i * 27L)), dice, 1800);
      Instant delivered = time.plus(Duration.ofMinutes(minutes.get(i)));
      At one = at(time, Site.PROD, Site.PROD.node(dice), dice);
      At two = at(time.plusSeconds(3), Site.PROD, Site.PROD.node(dice), dice);
      messages.add(
          new Message(
              delivered,
              List.of(
                  Records.flow(one, pull).story("late"), Records.flow(two, vendor).story("late"))));
    }
  }

  /** On-time records leave in a message for each firewall and five minutes. */
  private void pack() {
    Dice dice = seed.named("pack");
    TreeMap<String, List<Sample>> buckets = new TreeMap<>();
    samples.sort(Comparator.comparing(Sample::time));
    for (Sample sample : samples) {
      long bucket = sample.time().getEpochSecond() / 300;
      buckets
          .computeIfAbsent(bucket + sample.firewall().label, key -> new ArrayList<>())
          .add(sample);
    }
    int number = 0;
    for (List<Sample> bucket : buckets.values()) {
      long end = (bucket.get(0).time().getEpochSecond() / 300 + 1) * 300;
      Instant delivered = Instant.ofEpochSecond(end + dice.between(45, 90));
      messages.add(new Message(delivered, bucket));
      if (++number % 200 == 0) {
        List<Sample> again = bucket.stream().map(s -> s.copy(Copy.REDELIVERED)).toList();
        messages.add(new Message(delivered.plusSeconds(dice.between(30, 900)), again));
      }
    }
    messages.sort(Comparator.comparing(Message::delivered));
  }

  /** A flow as its firewall logs it at that time: structured, legacy, or both. */
  private void decision(String story, At at, Traffic traffic) {
    boolean switches = at.site().firewall == Site.Firewall.WESTEUROPE;
    boolean structured = !switches || !at.time().isBefore(STRUCTURED_FROM);
    if (structured) {
      Sample sample = Records.flow(at, traffic);
      // Real payloads carry numbers as text now and then.
      boolean quoted = switches && at.sourcePort() % 8 == 0;
      story(story, quoted ? sample.with("SourcePort", "" + at.sourcePort()) : sample);
    }
    if (switches && at.time().isBefore(LEGACY_UNTIL)) {
      Sample text = Records.legacyFlow(at, traffic);
      story(story, structured ? text.copy(Copy.DOUBLE_SETTING) : text);
    }
  }

  private void story(String name, Sample sample) {
    samples.add(sample.story(name));
  }

  private static At at(Instant time, Site site, String source, Dice dice) {
    return new At(time, site, source, dice.between(32_768, 60_999));
  }

  /** Up to so many seconds later, with the fraction of a real clock. */
  private static Instant shift(Instant time, Dice dice, int seconds) {
    return time.plusSeconds(dice.below(seconds)).plusNanos(dice.below(1_000_000) * 1000L);
  }

  private static boolean within(Instant time, String from, String to) {
    return !time.isBefore(Instant.parse(from)) && time.isBefore(Instant.parse(to));
  }
}
