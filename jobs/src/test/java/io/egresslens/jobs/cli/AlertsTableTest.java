package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.Severity;
import io.egresslens.alert.format.Alerts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Composed changes as a person sees them. */
class AlertsTableTest {
  private static final Instant START = Alerts.START;

  @Test
  void theTableShowsHowEachAlertStandsWhateverTheOrderOfSteps() {
    Alerts outage =
        Alerts.of(AlertRule.OUTAGE, Map.of("cluster", "prod", "cause", "rc/deny"), List.of())
            .withFlows(1_234, "rc/deny");
    Alerts arm = Alerts.denied("prod", "aro.arm").withParent(outage.alertId());
    Alerts quay = Alerts.denied("prod", "aro.quay").withParent(outage.alertId());
    // Folded into the outage of another day, which is not here.
    Alerts orphan = quay.starting(START.plusSeconds(86_400));
    Alerts moved = Alerts.denied("dev", "aro.acr");
    Alerts earlier = moved.starting(START.minusSeconds(30));
    Alerts flapping = Alerts.denied("dev", "aro.flap").starting(START.plusSeconds(60));
    Alerts silenced = Alerts.of(AlertRule.PROXIED_SEEN_DIRECT).starting(START.plusSeconds(120));
    Alerts feed = Alerts.of(AlertRule.FEED_SILENT, Map.of(), List.of());
    Alerts hostile =
        Alerts.of(
                AlertRule.UNEXPECTED_ALLOWED,
                Map.of(
                    "cluster", "dev\u001b[31m",
                    "destination", "a\u202eb\u200b\n=1+1.example",
                    "port", "443"),
                List.of())
            .withFlows(2, "rc/<img src=x onerror=alert(1)>\u0007");
    Alerts address =
        Alerts.of(
                AlertRule.UNEXPECTED_ALLOWED,
                Map.of("cluster", "dev", "destination", "2001:db8::66", "port", "443"),
                List.of())
            .withSeverity(Severity.LOW);

    List<AlertChange> changes =
        new ArrayList<>(
            List.of(
                outage.step(1, AlertStatus.FIRING),
                outage.step(2, AlertStatus.RESOLVED),
                arm.step(1, AlertStatus.SUPPRESSED),
                arm.step(2, AlertStatus.RESOLVED),
                quay.step(1, AlertStatus.SUPPRESSED),
                quay.step(2, AlertStatus.RESOLVED),
                orphan.step(1, AlertStatus.SUPPRESSED),
                moved.step(1, AlertStatus.FIRING),
                moved.step(2, AlertStatus.SUPERSEDED),
                notPaged(earlier.step(1, AlertStatus.FIRING)),
                flapping.step(1, AlertStatus.FIRING),
                flapping.step(2, AlertStatus.FLAPPING),
                silencedBy("team-a: known", silenced.step(1, AlertStatus.SUPPRESSED)),
                feed.step(1, AlertStatus.FIRING),
                hostile.step(1, AlertStatus.FIRING),
                address.step(1, AlertStatus.FIRING)));
    String expected =
        """
        ALERTS
          ALERT                    SEVERITY  CLUSTER        WHAT                             FROM         UNTIL         STATE       FLOWS  SOURCES  RULE
          EgressRequiredDenied     critical  dev            aro.acr                          03-02 10:01  still firing  firing      36     2        (default action)
          EgressOutage             critical  prod           rc/deny, 2 folded                03-02 10:02  03-02 10:04   resolved    1,234  2        rc/deny
          EgressRequiredDenied     critical  dev            aro.flap                         03-02 10:03  still firing  flapping    36     2        (default action)
          EgressRequiredDenied     critical  prod           aro.quay                         03-03 10:02  still firing  suppressed  36     2        (default action)
          EgressFeedSilent         high                     fw-hub-weu                       03-02 10:02  still firing  firing      36     2        (default action)
          EgressProxiedSeenDirect  high      some-cluster   some-catalogEntry                03-02 10:04  still firing  silenced    36     2        (default action)
          EgressUnexpectedAllowed  medium    dev\\u001b[31m  a\\u202eb\\u200b =1+1.example:443  03-02 10:02  still firing  firing      2      2        rc/<img src=x onerror=alert(1)>\\u0007
          EgressUnexpectedAllowed  low       dev            [2001:db8::66]:443               03-02 10:02  still firing  firing      36     2        (default action)
        10 alerts: 6 fired and paged, 3 resolved, 4 folded or silenced

        """;
    for (long seed = 1; seed <= 5; seed++) {
      Collections.shuffle(changes, new Random(seed));
      assertThat(print(changes)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void noAlertIsSaidToo() {
    assertThat(print(List.of()))
        .isEqualTo("ALERTS\n0 alerts: 0 fired and paged, 0 resolved, 0 folded or silenced\n\n");
  }

  @Test
  void beyondFifteenRowsTheRestIsCounted() {
    List<AlertChange> changes = new ArrayList<>();
    for (int i = 0; i < 1_020; i++) {
      changes.add(Alerts.denied("prod", "entry-" + i).step(1, AlertStatus.FIRING));
    }
    List<String> lines = print(changes).lines().toList();
    assertThat(lines).hasSize(1 + 1 + 15 + 1 + 1 + 1).contains("  and 1,005 more");
    assertThat(lines)
        .contains("1,020 alerts: 1,020 fired and paged, 0 resolved, 0 folded or silenced");
  }

  private static String print(List<AlertChange> changes) {
    ToldAlerts told = new ToldAlerts();
    changes.forEach(told::add);
    StringWriter text = new StringWriter();
    AlertsTable.print(told, new PrintWriter(text));
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static AlertChange notPaged(AlertChange change) {
    return with(false, null, change);
  }

  private static AlertChange silencedBy(String silence, AlertChange change) {
    return with(false, silence, change);
  }

  private static AlertChange with(boolean page, String silence, AlertChange change) {
    return new AlertChange(
        change.alertId(),
        change.instanceId(),
        change.sequence(),
        change.status(),
        page,
        change.rule(),
        change.severity(),
        change.labels(),
        change.time(),
        change.startsAt(),
        change.firedAt(),
        change.lastEvent(),
        change.endsAt(),
        change.count(),
        change.sources(),
        change.evidence(),
        change.firewallRule(),
        change.summary(),
        change.description(),
        change.fix(),
        change.parentId(),
        silence,
        change.catalogVersion());
  }
}
