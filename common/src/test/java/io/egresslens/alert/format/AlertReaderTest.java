package io.egresslens.alert.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertFields;
import io.egresslens.alert.AlertReader;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.AlertStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertReaderTest {
  private static final Sender SENDER = new Sender("/egress/prod", "0", null);

  @ParameterizedTest
  @EnumSource(AlertRule.class)
  void whatIsWrittenIsReadAgainAlikeOfEachRule(AlertRule rule) throws IOException {
    for (AlertStatus status : AlertStatus.values()) {
      mustComeBack(Alerts.of(rule).withParent("a-parent").step(2, status));
    }
  }

  @Test
  void whatIsAbsentStaysAbsent() throws IOException {
    AlertChange bare =
        new Alerts(
                AlertRule.FEED_SILENT,
                AlertRule.FEED_SILENT.severity(),
                Map.of(),
                Alerts.START,
                null,
                List.of(),
                1,
                null)
            .step(1, AlertStatus.FIRING);
    mustComeBack(bare);
    assertThat(AlertReader.read(AlertFields.CHANGE.toLine(bare)).endsAt()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "7", "{}", "{\"alertId\":\"a\"}", "{\"alertId\":", "{\"data\":{}}"})
  void whatIsNoAlertIsRefused(String line) {
    assertThatThrownBy(() -> AlertReader.read(line)).isInstanceOf(IOException.class);
  }

  private static void mustComeBack(AlertChange change) throws IOException {
    assertThat(AlertReader.read(AlertFields.CHANGE.toLine(change))).isEqualTo(change);
    Telling telling = new Telling(change, SENDER, Instant.EPOCH, null);
    byte[] event = AlertFormat.CLOUD_EVENTS.write(telling);
    assertThat(AlertReader.read(new String(event, StandardCharsets.UTF_8))).isEqualTo(change);
  }
}
