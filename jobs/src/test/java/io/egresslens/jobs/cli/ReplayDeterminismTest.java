package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.samples.SampleLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same input gives the same bytes, and a run that fails gives none. */
class ReplayDeterminismTest {
  private static final Path LOGS = SampleLogs.folder();

  /** Opens and then fails to read, as a file on a broken disk does. */
  private static final Path UNREADABLE = Path.of("/proc/self/mem");

  @TempDir static Path folder;
  private static SortedMap<String, String> reference;

  @BeforeAll
  static void replayOnce() {
    Path output = folder.resolve("reference");
    Answer answer = replay(1, output, List.of(LOGS));
    assertThat(answer.status()).as("%s", answer).isZero();
    assertThat(answer.err()).contains("2,137 records").contains("Results: " + output);
    assertThat(answer.out())
        .contains("REQUIRED, BUT DENIED")
        .contains("files.example.net")
        .doesNotContain("\u001b");
    reference = Results.hashes(output);
    assertThat(reference).containsOnlyKeys(Results.NAMES);
  }

  @ParameterizedTest(name = "parallelism {0}")
  @ValueSource(ints = {1, 2, 4})
  void sameInputSameBytes(int parallelism) throws IOException {
    Path output = folder.resolve("results-" + parallelism);
    assertThat(replay(parallelism, output, reversed()).status()).isZero();
    assertThat(Results.hashes(output)).isEqualTo(reference);
    // Once more, over what is there.
    assertThat(replay(parallelism, output, List.of(LOGS)).status()).isZero();
    assertThat(Results.hashes(output)).isEqualTo(reference);
  }

  @Test
  void resultsInsideTheInputAreNotReadAgain() throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    Files.copy(LOGS.resolve("legacy/network.jsonl"), logs.resolve("network.jsonl"));
    Path output = logs.resolve("results");
    assertThat(replay(1, output, List.of(logs)).status()).isZero();
    SortedMap<String, String> first = Results.hashes(output);
    assertThat(replay(1, output, List.of(logs)).status()).isZero();
    assertThat(Results.hashes(output)).isEqualTo(first);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aRunThatFailsLeavesTheEarlierResultsAlone() throws IOException {
    Path output = folder.resolve("failed");
    assertThat(replay(2, output, List.of(LOGS.resolve("legacy"))).status()).isZero();
    SortedMap<String, String> before = Results.hashes(output);
    Answer answer = replay(2, output, List.of(LOGS, UNREADABLE));
    mustBeOneLine(answer);
    assertThat(answer.err()).contains("cannot read " + UNREADABLE);
    assertThat(Results.hashes(output)).isEqualTo(before);
    assertThat(output.resolve(".unfinished")).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFirstRunThatFailsLeavesNoFile() throws IOException {
    Path output = folder.resolve("failed-first");
    mustBeOneLine(replay(1, output, List.of(UNREADABLE)));
    assertThat(Results.hashes(output)).isEmpty();
  }

  /** As a process that was killed leaves it. */
  @Test
  void whatAnInterruptedRunLeftIsTakenAway() throws IOException {
    Path output = folder.resolve("interrupted");
    Path unfinished = Files.createDirectories(output.resolve(".unfinished"));
    Files.writeString(unfinished.resolve("summaries.jsonl.run-0"), "half");
    assertThat(replay(1, output, List.of(LOGS)).status()).isZero();
    assertThat(Results.hashes(output)).isEqualTo(reference);
  }

  @Test
  void anInputThatIsNotThereIsOneLine() {
    Path output = folder.resolve("never");
    Answer answer = replay(1, output, List.of(LOGS, Path.of("no", "such.jsonl")));
    mustBeOneLine(answer);
    assertThat(answer.err()).contains(Path.of("no", "such.jsonl").toString());
    assertThat(output).doesNotExist();
  }

  @Test
  void anOutputThatIsAFileIsOneLine() throws IOException {
    Path output = Files.writeString(folder.resolve("a-file"), "mine");
    Answer answer = replay(1, output, List.of(LOGS));
    mustBeOneLine(answer);
    assertThat(answer.err()).contains("is a file");
    assertThat(output).hasContent("mine");
    mustBeOneLine(replay(1, output.resolve("below"), List.of(LOGS)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--parallelism=0",
        "--parallelism=x",
        "--window=0s",
        "--window=1",
        "--roll-up=90m"
      })
  void anOptionThatMakesNoSenseIsOneLine(String option) {
    Path output = folder.resolve("senseless");
    Answer answer =
        Answer.of("replay", "--input", LOGS.toString(), "--output", output.toString(), option);
    mustBeOneLine(answer);
    assertThat(output).doesNotExist();
  }

  private static void mustBeOneLine(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("egresslens: ").hasLineCount(1);
  }

  private static List<Path> reversed() throws IOException {
    try (Stream<Path> children = Files.list(LOGS)) {
      List<Path> paths = new ArrayList<>(children.filter(Files::isDirectory).sorted().toList());
      Collections.reverse(paths);
      return paths;
    }
  }

  private static Answer replay(int parallelism, Path output, List<Path> inputs) {
    List<String> arguments = new ArrayList<>(List.of("replay", "--input"));
    inputs.forEach(input -> arguments.add(input.toString()));
    arguments.addAll(
        List.of(
            "--output",
            output.toString(),
            "--clusters",
            LOGS.resolve("clusters.yaml").toString(),
            "--alerts",
            LOGS.resolve("alerts.yaml").toString(),
            "--roll-up",
            "1d",
            "--parallelism",
            String.valueOf(parallelism)));
    return Answer.of(arguments.toArray(new String[0]));
  }
}
