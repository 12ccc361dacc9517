package io.egresslens.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.samples.RecordGenerator.Expected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordGeneratorTest {
  private static final int RECORDS = 20_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<RecordOptions> options() {
    RecordOptions plain = RecordOptions.DEFAULT;
    return List.of(
        plain,
        plain.withRecordsPerLine(100),
        plain.withRecordsPerLine(7).withEscapedPercent(50).withSeed(42),
        plain.withShuffledKeys(true).withEscapedPercent(100),
        plain.withUnlisted(1, 100).withDenyPercent(100),
        plain.withUnlisted(1_000_000, 90).withDenyPercent(0),
        plain.withMix(Map.of("AZFWNetworkRule", 1, "AZFWFatFlow", 2)));
  }

  @ParameterizedTest
  @MethodSource("options")
  void whatItCountsIsWhatAJsonReaderFinds(RecordOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Expected expected = RecordGenerator.writeStructured(out, RECORDS, options);
    String text = out.toString(StandardCharsets.US_ASCII);
    TreeMap<String, Long> actions = new TreeMap<>();
    long unlisted = 0;
    List<JsonNode> records = records(text);
    for (JsonNode record : records) {
      JsonNode properties = record.get("properties");
      String category = record.get("category").textValue();
      String action = properties.path("Action").asText("none");
      actions.merge(category + ' ' + action, 1L, Long::sum);
      boolean web = category.equals("AZFWApplicationRule");
      unlisted += web && properties.get("Fqdn").textValue().endsWith(".example.net") ? 1 : 0;
    }
    assertThat(records).hasSize(RECORDS);
    assertThat(expected)
        .isEqualTo(new Expected(RECORDS, text.lines().count(), text.length(), actions, unlisted));
  }

  @Test
  void theSameOptionsGiveTheSameBytesAndAnotherSeedGivesOthers() throws IOException {
    assertThat(bytes(RecordOptions.DEFAULT)).isEqualTo(bytes(RecordOptions.DEFAULT));
    assertThat(bytes(RecordOptions.DEFAULT.withSeed(2))).isNotEqualTo(bytes(RecordOptions.DEFAULT));
  }

  @Test
  void firewallsAreThoseOfTheSamples() {
    assertThat(RecordGenerator.FIREWALLS)
        .extracting(id -> id.toLowerCase(Locale.ROOT))
        .containsExactly(Site.Firewall.EASTUS.resourceId(), Site.Firewall.WESTEUROPE.resourceId());
  }

  @Test
  void theHeadOfALongerDayHasItsPace() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordGenerator.writeHead(out, RECORDS, 24 * RECORDS, RecordOptions.DEFAULT);
    List<JsonNode> records = records(out.toString(StandardCharsets.US_ASCII));
    assertThat(records).hasSize(RECORDS);
    assertThat(records.get(RECORDS - 1).get("time").textValue())
        .isBetween("2026-01-20T00:59:50Z", "2026-01-20T01:00:00Z");
  }

  @Test
  void timesOfADayAscendButForTwoSecondsAndRecordsAreOfTheUsualSize() throws IOException {
    byte[] bytes = bytes(RecordOptions.DEFAULT);
    assertThat(bytes.length / RECORDS).isBetween(500, 700);
    Instant latest = Instant.MIN;
    for (JsonNode record : records(new String(bytes, StandardCharsets.US_ASCII))) {
      Instant time = Instant.parse(record.get("time").textValue());
      assertThat(time).isAfter(latest.equals(Instant.MIN) ? latest : latest.minusSeconds(2));
      latest = time.isAfter(latest) ? time : latest;
    }
    assertThat(latest).isBetween("2026-01-20T23:59:00Z", "2026-01-21T00:00:00Z");
  }

  @Test
  void aFewUnlistedHostsAreSeenOftenAndManySeldom() throws IOException {
    RecordOptions options = RecordOptions.DEFAULT.withUnlisted(5_000, 100);
    TreeMap<String, Integer> hosts = new TreeMap<>();
    for (JsonNode record : records(new String(bytes(options), StandardCharsets.US_ASCII))) {
      JsonNode host = record.get("properties").get("Fqdn");
      if (host != null) {
        hosts.merge(host.textValue(), 1, Integer::sum);
      }
    }
    assertThat(hosts.size()).isBetween(2_000, 5_000);
    assertThat(hosts.get("svc-1.site-1.example.net")).isBetween(1_000, 3_000);
  }

  @Test
  void shuffledKeysComeInManyOrders() throws IOException {
    Set<List<String>> orders = new HashSet<>();
    byte[] bytes = bytes(RecordOptions.DEFAULT.withShuffledKeys(true));
    for (JsonNode record : records(new String(bytes, StandardCharsets.US_ASCII))) {
      if (record.get("category").textValue().equals("AZFWApplicationRule")) {
        List<String> keys = new ArrayList<>();
        record.get("properties").fieldNames().forEachRemaining(keys::add);
        orders.add(keys);
      }
    }
    assertThat(orders).hasSize(32);
  }

  private static byte[] bytes(RecordOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordGenerator.writeStructured(out, RECORDS, options);
    return out.toByteArray();
  }

  private static List<JsonNode> records(String text) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : text.split("\n")) {
      JsonNode value = JSON.readTree(line);
      if (value.has("records")) {
        value.get("records").forEach(records::add);
      } else {
        records.add(value);
      }
    }
    return records;
  }
}
