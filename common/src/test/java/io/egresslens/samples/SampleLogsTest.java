package io.egresslens.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.IpAddress;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.RejectReason;
import io.egresslens.samples.Sample.Copy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SampleLogsTest {
  private static final Path FOLDER = SampleLogs.folder();
  private static final SampleLogs LOGS = SampleLogs.generate();

  /** Does nothing but compare, unless {@code -Degresslens.samples.write=DIR} asks to write. */
  @Test
  void theCommittedFilesAreWhatTheGeneratorMakes() throws IOException {
    String target = System.getProperty("egresslens.samples.write");
    if (target != null) {
      LOGS.writeTo(FOLDER.resolveSibling(target));
    }
    assertThat(committed()).containsExactlyElementsOf(LOGS.files().keySet());
    LOGS.files()
        .forEach(
            (path, bytes) -> assertThat(FOLDER.resolve(path)).as(path).hasBinaryContent(bytes));
    assertThat(FOLDER.resolve("README.md")).content().contains(LOGS.counts());
  }

  @Test
  void makingThemTwiceGivesTheSame() {
    SampleLogs again = SampleLogs.generate();
    assertThat(again.index()).isEqualTo(LOGS.index());
    assertThat(again.files().keySet()).isEqualTo(LOGS.files().keySet());
    again.files().forEach((path, bytes) -> assertThat(bytes).isEqualTo(LOGS.files().get(path)));
  }

  @Test
  void everyCategoryEnvelopeShapeAndReasonIsThere() {
    assertThat(seen(entry -> entry.sample().category())).contains((Object[]) Category.values());
    assertThat(seen(Entry::envelope)).contains((Object[]) Envelope.values());
    assertThat(seen(entry -> entry.sample().shape())).contains((Object[]) LegacyShape.values());
    assertThat(LegacyShape.values()).hasSize(39);
    assertThat(seen(entry -> entry.meant().expectation()))
        .contains((Object[]) Expectation.values());
    Set<RejectReason> reasons = new TreeSet<>(Arrays.asList(RejectReason.values()));
    // What is too large for a reader is too large for this folder.
    reasons.remove(RejectReason.TOO_LARGE);
    assertThat(LOGS.truth().deadLetters().keySet()).isEqualTo(reasons);
  }

  @Test
  void allFourEndsOfLegacyTextAreThere() {
    Set<String> ends =
        LOGS.index().stream()
            .filter(entry -> entry.folder().equals("legacy"))
            .map(entry -> entry.sample().properties().get("msg").toString())
            .map(msg -> msg.replaceFirst("^.*?(\\.\\.|\\. |\\.|)$", "$1"))
            .collect(Collectors.toSet());
    assertThat(ends).containsExactlyInAnyOrder("", ".", ". ", "..");
  }

  @Test
  void everyRecordIsInExactlyOneBox() {
    Truth truth = LOGS.truth();
    long others = truth.otherCategories().values().stream().mapToLong(count -> count).sum();
    long dead = truth.deadLetters().values().stream().mapToLong(count -> count).sum();
    assertThat(truth.flows() + truth.inbound() + truth.signals() + others + dead)
        .isEqualTo(truth.records())
        .isEqualTo(LOGS.index().size());
  }

  @Test
  void theWholeFolderStaysSmall() {
    long size = LOGS.files().values().stream().mapToLong(bytes -> bytes.length).sum();
    assertThat(size).isLessThan(2_000_000);
    assertThat(LOGS.truth().records()).isGreaterThan(2_000);
  }

  @Test
  void onlyRecordsThatAreMeantToRepeatDo() {
    TreeMap<String, Integer> texts = new TreeMap<>();
    for (Entry entry : LOGS.index()) {
      Sample sample = entry.sample();
      if (sample.category() != null && entry.copy() != Copy.REDELIVERED) {
        String text = sample.firewall() + sample.timeText() + sample.categoryText();
        texts.merge(text + Json.text(sample.properties()), 1, Integer::sum);
      }
    }
    texts.values().removeIf(count -> count == 1);
    assertThat(texts).isEmpty();
    assertThat(LOGS.truth(entry -> entry.copy() == Copy.REDELIVERED).records()).isPositive();
    assertThat(LOGS.truth(entry -> entry.copy() == Copy.DOUBLE_SETTING).records()).isPositive();
  }

  /** The rule for the broker's time that the README states makes every good record plausible. */
  @Test
  void messagesCanBeSentWithTheRunningMaximumAsTheirTime() {
    Set<Duration> late = new TreeSet<>();
    for (Entry entry : LOGS.index()) {
      if (entry.behind() != null) {
        long event = entry.sample().time().toEpochMilli();
        long broker = entry.sample().time().plus(entry.behind()).toEpochMilli();
        assertThat(EventTimeBounds.DEFAULT.admits(event, broker)).as("%s", entry).isTrue();
        assertThat(entry.behind()).isGreaterThanOrEqualTo(Duration.ZERO);
        boolean again = entry.copy() == Copy.REDELIVERED;
        if (entry.story().equals("late")) {
          late.add(entry.behind());
        } else if (!again) {
          assertThat(entry.behind()).as("%s", entry).isLessThan(Duration.ofMinutes(7));
        }
      }
    }
    assertThat(late).hasSize(16);
    assertThat(late.stream().filter(d -> d.compareTo(Duration.ofHours(29)) > 0)).hasSize(2);
  }

  @Test
  void everyPublicAddressIsOneForDocumentation() {
    String text =
        LOGS.files().values().stream()
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .collect(Collectors.joining());
    Set<String> foreign =
        Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b")
            .matcher(text)
            .results()
            .map(match -> match.group())
            .filter(address -> !address.matches("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\..*"))
            .filter(address -> IpAddress.parse(address) != null)
            .filter(address -> !IpAddress.parse(address).isLocal())
            .collect(Collectors.toSet());
    assertThat(foreign).isEmpty();
  }

  @Test
  void theCompressedFileReadsAsItsLines() throws IOException {
    byte[] zipped = LOGS.files().get("arrays/compressed.jsonl.gz");
    String text =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(text.lines()).hasSize(4).allMatch(line -> line.endsWith("}}"));
  }

  @Test
  void theOutageOfTheRegistryIsAsLongAsTold() {
    Truth arm =
        LOGS.truth(
            entry ->
                "management.azure.com".equals(entry.meant().destination())
                    && "aro-legacy".equals(entry.meant().cluster())
                    && entry.meant().action() == Action.DENY
                    && entry.folder().equals("event-hub"));
    assertThat(arm.judged()).containsOnlyKeys("aro-legacy required deny");
    assertThat(arm.flows()).isGreaterThanOrEqualTo(48);
  }

  private static Set<Object> seen(Function<Entry, Object> part) {
    return LOGS.index().stream().map(part).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** What stands in the folder, without what the generator does not make. */
  private static Set<String> committed() throws IOException {
    try (Stream<Path> paths = Files.walk(FOLDER)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> FOLDER.relativize(path).toString().replace('\\', '/'))
          .filter(path -> !path.startsWith("expected/"))
          .filter(path -> !Set.of("README.md", "alerts.yaml", "clusters.yaml").contains(path))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
