package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign text in the tables of {@code pattern} and {@code explain}. */
class DialectCommandsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b[31m.quay.io", "*.qu\u202eay.io", "a\nb", "ovn=>\u0007*", "\u200b", ""})
  void aTerminalObeysNothingInAPattern(String pattern) {
    Answer answer = Answer.of("pattern", pattern, "quay.io");

    assertThat(answer.status()).isZero();
    assertThat(
            answer.out().chars().filter(c -> c != '\n' && (c < ' ' || c == 0x202e || c == 0x200b)))
        .as("%s", answer)
        .isEmpty();
  }

  @Test
  void aTerminalObeysNothingInATableOfCases() throws IOException {
    Path cases =
        Files.writeString(
            folder.resolve("cases.tsv"),
            "pattern\thost\tport\tpath\texpected\twhy\nquay.io\tquay.io\t443\t-\tyes\t\u001b[31m\n");
    Answer answer = Answer.of("pattern", "--cases", cases.toString());

    assertThat(answer.status()).isZero();
    assertThat(answer.out())
        .doesNotContain("\u001b")
        .contains("quay.io\tquay.io\t443\t-\tyes\t\\u001b[31m\tyes");
  }

  @Test
  void aTerminalObeysNothingInACatalog() throws IOException {
    Path catalog =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            entries:
              - id: "mine.one"
                group: "g\\e[31m"
                level: optional
                match: "*.foreign.example"
                ports: [https:443]
                replacedBy: "mine.one"
                source: {document: "d\\e[0m"}
            """);
    Answer answer =
        Answer.of("explain", "a.foreign.example", "--dialects", "--catalog", catalog.toString());

    assertThat(answer.out() + answer.err()).doesNotContain("\u001b");
  }
}
