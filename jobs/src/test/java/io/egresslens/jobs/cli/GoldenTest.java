package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.samples.SampleLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a replay makes of the sample logs, byte by byte, against {@code sample-logs/expected}. The
 * files are those of this command in the root of the repository:
 *
 * <pre>
 * ./egresslens replay --input sample-logs --clusters sample-logs/clusters.yaml \
 *     --alerts sample-logs/alerts.yaml --window 1d --output DIR
 * </pre>
 *
 * <p>Days and not hours, to keep the folder small.
 *
 * <p>Dead letters name files as the user did. Tests run in another folder, so the test names the
 * files absolutely and takes the root off again. {@code -Degresslens.golden.write=true} writes the
 * files instead of comparing: after that, look at what changed.
 */
class GoldenTest {
  private static final Path LOGS = SampleLogs.folder();
  private static final Path EXPECTED = LOGS.resolve("expected");
  private static final boolean WRITE = Boolean.getBoolean("egresslens.golden.write");

  @TempDir static Path output;

  static List<String> files() {
    return Results.NAMES;
  }

  @BeforeAll
  static void replay() {
    Answer answer =
        Answer.of(
            "replay",
            "--input",
            LOGS.toString(),
            "--clusters",
            LOGS.resolve("clusters.yaml").toString(),
            "--alerts",
            LOGS.resolve("alerts.yaml").toString(),
            "--window",
            "1d",
            "--output",
            output.toString());
    assertThat(answer.status()).as("%s", answer).isZero();
  }

  @ParameterizedTest
  @MethodSource("files")
  void replayGivesTheExpectedFile(String name) throws IOException {
    String root = LOGS.getParent().toString().replace('\\', '/') + '/';
    String text =
        Files.readString(output.resolve(name)).replace("\"file\":\"" + root, "\"file\":\"");
    Path expected = EXPECTED.resolve(name);
    if (WRITE) {
      Files.createDirectories(EXPECTED);
      Files.writeString(expected, text);
    }
    // Line by line first: it names the lines that differ.
    assertThat(text.lines().toList()).isEqualTo(Files.readAllLines(expected));
    assertThat(text).isEqualTo(Files.readString(expected));
  }
}
