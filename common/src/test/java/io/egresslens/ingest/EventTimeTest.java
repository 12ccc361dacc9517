package io.egresslens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2022-06-08T16:54:58.8492560Z, 2022-06-08T16:54:58.849256Z",
    "2022-06-08T16:54:58.8492561Z, 2022-06-08T16:54:58.849256100Z",
    "2025-03-13T07:11:59.992099+00:00, 2025-03-13T07:11:59.992099Z",
    "2025-03-13T07:11:59Z, 2025-03-13T07:11:59Z",
    "2025-03-13T07:11:59.5Z, 2025-03-13T07:11:59.500Z",
    "2025-03-13T07:11:59.12Z, 2025-03-13T07:11:59.120Z",
    "2025-03-13T07:11:59.123456789Z, 2025-03-13T07:11:59.123456789Z",
    "2025-03-13T07:11:59, 2025-03-13T07:11:59Z",
    "2025-03-13T07:11:59.992+02:00, 2025-03-13T05:11:59.992Z",
    "2025-03-13T07:11:59-0530, 2025-03-13T12:41:59Z",
    "2025-11-21 19:45:18.0766240, 2025-11-21T19:45:18.076624Z",
    "11/14/2025 1:48:53 AM, 2025-11-14T01:48:53Z",
    "11/14/2025 01:48:53 PM, 2025-11-14T13:48:53Z",
    "1/4/2025 12:00:00 AM, 2025-01-04T00:00:00Z",
    "1/4/2025 12:00:00 pm +02:00, 2025-01-04T10:00:00Z",
    "01/04/2025 13:48:53, 2025-01-04T13:48:53Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
  })
  void everyFormIsReadAtFullPrecision(String text, Instant time) {
    assertThat(new EventTime().parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "2025",
        "2025-13-01T00:00:00Z",
        "2025-02-29T00:00:00Z",
        "2025-01-01T24:00:00Z",
        "2025-01-01T00:60:00Z",
        "2025-01-01T00:00:60Z",
        "2025-01-01T00:00:00.Z",
        "2025-01-01T00:00:00.1234567890Z",
        "2025-01-01T00:00:00Zx",
        "2025-01-01T00:00:00+19:00",
        "2025-01-01T00:00:00 XM",
        "13/1/2025 1:00:00 AM",
        "1/1/2025 13:00:00 AM",
        "1/1/25 1:00:00 AM",
        "2025-01-01",
        "1769847342",
        "20250101T000000Z",
        "-2025-01-01T00:00:00Z"
      })
  void otherTextIsNoTime(String text) {
    assertThat(new EventTime().parse(text)).isNull();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final long NOON = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"time\":\"2026-01-31T12:00:00Z\"}",
        "{\"TIME\" : \"2026-01-31T12:00:00.000Z\"}",
        "{\"TimeGenerated\":\"2026-01-31T12:00:00Z\",\"x\":1}",
        "{\"timeStamp\":\"1/31/2026 12:00:00 PM\"}",
        "[{\"time\":\"2026-01-31T12:00:00Z\"},{\"time\":\"2026-01-31T11:00:00Z\"}]",
        "[{\"time\":\"2026-01-31T11:00:00Z\"},{\"time\":\"2026-01-31T09:00:00Z\"},{\"time\":\"2026-01-31T12:00:00Z\"}]",
        "[{\"time\":\"nonsense\"},{\"time\":\"2026-01-31T12:00:00Z\"}]",
        "{\"time\":\"2026-01-31T12:00:00Z\",\"Url\":\"x\\\"time\\\":\\\"2099-01-01T00:00:00Z\\\"\"}",
      })
  void peekSeesTheLaterOfTheFirstAndTheLastTime(String message) {
    assertThat(EventTimePeek.peekMillis(utf8(message))).isEqualTo(NOON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"time\":17}",
        "{\"time\":\"",
        "\"time\"",
        "{\"time\":\"never\"}",
        "\"time\":"
      })
  void peekSeesNothingWhereThereIsNoTime(String message) {
    assertThat(EventTimePeek.peekMillis(utf8(message))).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void peekIgnoresImplausibleTimes() {
    byte[] message =
        utf8("[{\"time\":\"2026-01-31T12:00:00Z\"},{\"time\":\"2031-01-31T12:00:00Z\"}]");
    assertThat(EventTimePeek.peekMillis(message, EventTimeBounds.DEFAULT, NOON)).isEqualTo(NOON);
    assertThat(EventTimePeek.peekMillis(message)).isGreaterThan(NOON);
    byte[] future = utf8("{\"time\":\"2031-01-31T12:00:00Z\"}");
    assertThat(EventTimePeek.peekMillis(future, EventTimeBounds.DEFAULT, NOON))
        .isEqualTo(Long.MIN_VALUE);
  }
}
