package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir private Path folder;

  @Test
  void aFolderGivesWhatEndsAsLogsDo() throws IOException {
    make("b.jsonl", "a/deep/PT1H.json", "c.NDJSON", "d.log", "e.json.gz");
    make("README.md", "clusters.yaml", "f.gz", ".hidden.json", ".git/g.json");
    assertThat(LogFiles.under(List.of(folder)))
        .containsExactly(
            at("a/deep/PT1H.json"), at("b.jsonl"), at("c.NDJSON"), at("d.log"), at("e.json.gz"));
  }

  @Test
  void resultsOfAReplayAreNoLogs() throws IOException {
    make("a.jsonl", "expected/summaries.jsonl", "expected/accounting.json");
    assertThat(LogFiles.under(List.of(folder))).containsExactly(at("a.jsonl"));
    assertThat(LogFiles.under(List.of(at("expected/summaries.jsonl"))))
        .containsExactly(at("expected/summaries.jsonl"));
  }

  @Test
  void whoeverNamesAFileMeansIt() throws IOException {
    make("notes.txt");
    assertThat(LogFiles.under(List.of(at("notes.txt")))).containsExactly(at("notes.txt"));
  }

  @Test
  void orderAndRepetitionOfPathsDoNotMatter() throws IOException {
    make("a.jsonl", "b/c.jsonl");
    List<Path> once = LogFiles.under(List.of(folder));
    assertThat(LogFiles.under(List.of(at("b"), folder, at("a.jsonl")))).isEqualTo(once);
  }

  /** Also over a detour or a link: else its records would be counted twice. */
  @Test
  void aFileIsReadOnceWhateverPathsLeadToIt() throws IOException {
    make("a.jsonl", "b/c.jsonl");
    Files.createSymbolicLink(at("z.jsonl"), at("a.jsonl"));
    assertThat(LogFiles.under(List.of(at("b/../a.jsonl"), folder)))
        .containsExactly(at("a.jsonl"), at("b/c.jsonl"));
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    make("a.jsonl", "empty/README.md");
    assertThatThrownBy(() -> LogFiles.under(List.of(at("a.jsonl"), at("gone"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(at("gone").toString());
    assertThatThrownBy(() -> LogFiles.under(List.of(at("empty"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no log file under");
  }

  private void make(String... names) throws IOException {
    for (String name : names) {
      Files.createDirectories(at(name).getParent());
      Files.writeString(at(name), "{}\n");
    }
  }

  private Path at(String name) {
    return folder.resolve(name);
  }
}
