package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogImportCommandTest {
  private static final String TABLE =
      """
      # Names \u001b[31m
      | FQDN | Port |
      |---|---|
      | a.example.com | https:443 |
      | b.example.com | https:443 |
      """;

  @TempDir private Path folder;
  private Path document;
  private Path catalog;

  @BeforeEach
  void writeTheDocument() throws IOException {
    document = Files.writeString(folder.resolve("names.md"), TABLE);
    catalog = folder.resolve("mine.yaml");
  }

  private Answer imports(String... more) {
    List<String> arguments = new ArrayList<>(List.of("catalog", "import", document.toString()));
    arguments.addAll(List.of(more));
    return Answer.of(arguments.toArray(new String[0]));
  }

  @Test
  void aDocumentBecomesAFileThatLoads() throws IOException {
    Answer answer = imports("--level", "optional", "-o", catalog.toString());
    assertThat(answer).extracting(Answer::status, Answer::out).containsExactly(0, "");
    assertThat(answer.err())
        .isEqualTo("2 entries, 0 shared suffixes, 0 address sets; 0 notes, 0 lines not read\n");
    assertThat(Files.readString(catalog)).contains("- id: names.names-31m.a.example.com");
    assertThat(Answer.of("catalog", "lint", "--catalog", catalog.toString()).status()).isZero();
    assertThat(imports("--level", "optional").out()).isEqualTo(Files.readString(catalog));
    mustBeOneLine(imports("--level", "optional", "-o", catalog.toString()), "--into");
  }

  @Test
  void whatIsLeftUnreadIsToldAndIsNoSuccess() {
    Answer answer = imports();
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out()).contains("entries: []");
    assertThat(answer.err().lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("names.md:4: not read: a.example.com: nobody says the level")
        .contains("\\u001b[31m");
  }

  @Test
  void anOlderFileShowsTheDifferenceFirst() throws IOException {
    imports("--level", "optional", "--id-prefix", "my.", "-o", catalog.toString());
    String before = Files.readString(catalog);
    Files.writeString(
        document, TABLE.replace("b.example.com | https:443", "c.example.com | http:80"));
    Answer dry = imports("--into", catalog.toString(), "--gone", "end=2026-04-01", "--dry-run");
    assertThat(dry.status()).isEqualTo(2);
    assertThat(dry.out().lines())
        .containsExactly(
            "added    my.names-31m.c.example.com c.example.com  names-31m optional http:80",
            "gone     my.names-31m.b.example.com b.example.com  ends on 2026-04-01");
    assertThat(Files.readString(catalog)).isEqualTo(before);
    Answer wet = imports("--into", catalog.toString(), "--gone", "end=2026-04-01");
    assertThat(wet).extracting(Answer::status, Answer::out).containsExactly(0, dry.out());
    assertThat(Files.readString(catalog)).contains("c.example.com", "validTo: 2026-04-01");
    Answer again = imports("--into", catalog.toString(), "--dry-run");
    assertThat(again).extracting(Answer::status, Answer::out).containsExactly(0, "");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(document, catalog);
    }
  }

  @Test
  void whatIsUnreadIsNotTakenForGone() throws IOException {
    imports("--level", "optional", "-o", catalog.toString());
    Files.writeString(document, TABLE.replace("b.example.com | https:443", "b.example.com | ?"));
    Answer answer = imports("--into", catalog.toString(), "--gone", "drop");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains("what seems gone is kept", "'?' cannot be read as a port");
    assertThat(Files.readString(catalog)).contains("b.example.com");
  }

  @Test
  void standardInputNeedsAName() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(TABLE.getBytes(StandardCharsets.UTF_8)));
      String[] named = {"catalog", "import", "-", "--document", "names.md", "--level", "noise"};
      assertThat(Answer.of(named).out()).contains("level: noise");
    } finally {
      System.setIn(before);
    }
    mustBeOneLine(Answer.of("catalog", "import", "-"), "--document");
  }

  @Test
  void whatTheUserCanMendIsOneLine() throws IOException {
    mustBeOneLine(imports("--level", "perhaps"), "unknown level 'perhaps'");
    mustBeOneLine(imports("--level", "Nowhere=optional"), "no section 'nowhere'");
    mustBeOneLine(imports("--group", "No Group"), "lower-case");
    mustBeOneLine(imports("--cloud", "moon"), "unknown cloud");
    mustBeOneLine(imports("--format", "papyrus"), "markdown");
    mustBeOneLine(imports("--dry-run"), "--into");
    mustBeOneLine(imports("--into", catalog.toString()), "mine.yaml");
    mustBeOneLine(imports("--into", catalog.toString(), "--gone", "end=soon"), "end=2026-01-31");
    mustBeOneLine(imports("--ports", "http"), "protocol:port");
    mustBeOneLine(Answer.of("catalog", "import", "nowhere.md"), "nowhere.md");
    Path other = Files.writeString(folder.resolve("words.bin"), "words\n");
    mustBeOneLine(Answer.of("catalog", "import", other.toString()), "--format");
  }

  private static void mustBeOneLine(Answer answer, String part) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("egresslens: ").contains(part).hasLineCount(1);
  }
}
