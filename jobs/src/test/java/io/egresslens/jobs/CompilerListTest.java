package io.egresslens.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the launcher tells the JVM's compiler. */
class CompilerListTest {
  private static final Path FOLDER = Path.of("src/main/jvm");

  @Test
  void runAndReplayNameTheSameLoopsAndRareBranches() throws IOException {
    assertThat(firstDirective("run.json"))
        .contains("IngestStep.view", "RunTable")
        .isEqualTo(firstDirective("replay.json"));
  }

  @Test
  void nothingThatRunReachesIsKeptFromTheOptimizingCompiler() throws IOException {
    assertThat(Files.readString(FOLDER.resolve("run.json"))).doesNotContain("Exclude");
  }

  /** The file says it in JSON with comments; the first directive ends where the next one begins. */
  private static String firstDirective(String file) throws IOException {
    String text = Files.readString(FOLDER.resolve(file));
    int from = text.indexOf("\n  {");
    return text.substring(from, text.indexOf("\n  }", from));
  }
}
