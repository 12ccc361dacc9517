package io.egresslens.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When entries count: their own periods, those of their file, and versions of one entry. */
class CatalogPeriodsTest {
  private static final String NOTHING_SHIPPED =
      "replaces: [aro, aro-additions, azure-monitor, platform]\n";

  @TempDir Path folder;

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static String entry(String id, String more) {
    return """
        - id: %s
          group: own
          level: optional
          match: %s.example
          ports: [https:443]
          source: {document: a test}
        %s"""
        .formatted(id, id, more.isEmpty() ? "" : more.indent(2));
  }

  private static Instant day(String day) {
    return day.isEmpty() ? null : Instant.parse(day + "T00:00:00Z");
  }

  /** Above or below the entries: YAML does not care, so the reader may not either. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thePeriodOfAFileStandsInForWhatItsEntriesLeaveOpen(boolean above) throws IOException {
    String period = "validFrom: 2026-01-01\nvalidTo: 2026-07-01\n";
    String entries =
        "entries:\n"
            + entry("a", "")
            + entry("b", "validFrom: 2026-02-01")
            + entry("c", "validTo: 2027-01-01")
            + entry("d", "validFrom: 2025-01-01\nvalidTo: 2025-02-01");
    String file =
        write("own.yaml", NOTHING_SHIPPED + (above ? period + entries : entries + period));

    Catalog catalog = CatalogLoader.load(List.of(file));

    assertThat(catalog.entries())
        .extracting(CatalogEntry::id, CatalogEntry::validFrom, CatalogEntry::validTo)
        .containsExactly(
            tuple("a", day("2026-01-01"), day("2026-07-01")),
            tuple("b", day("2026-02-01"), day("2026-07-01")),
            tuple("c", day("2026-01-01"), day("2027-01-01")),
            tuple("d", day("2025-01-01"), day("2025-02-01")));
  }

  @Test
  void anEntryOfWhichTheFilesPeriodLeavesNothingIsRefused() throws IOException {
    String file =
        write("own.yaml", "validFrom: 2026-01-01\nentries:\n" + entry("a", "validTo: 2025-12-31"));
    assertThatThrownBy(() -> CatalogLoader.load(List.of(file)))
        .hasMessageContaining("own.yaml:3: no day is left between validFrom and validTo");
  }

  @Test
  void aFileWhoseEndIsNotAfterItsBeginningIsOneProblem() throws IOException {
    String file =
        write(
            "own.yaml",
            "validFrom: 2026-01-01\nvalidTo: 2026-01-01\nentries:\n"
                + entry("a", "")
                + entry("b", ""));
    Problems problems = new Problems();
    CatalogLoader.load(List.of(file), problems);
    assertThat(problems.list())
        .extracting(Problem::toString)
        .containsExactly(file + ":2: validTo must be after validFrom");
  }

  @Test
  void versionsOfOneEntryFollowEachOtherInWhateverOrderTheyAreRead() throws IOException {
    String third = write("3.yaml", "validFrom: 2026-03-01\nentries:\n" + entry("a", ""));
    String first = write("1.yaml", "entries:\n" + entry("a", "validTo: 2026-01-01"));
    String second =
        write(
            "2.yaml",
            NOTHING_SHIPPED
                + "validTo: 2026-03-01\nentries:\n"
                + entry("a", "validFrom: 2026-01-01\nreplacedBy: a"));

    Catalog catalog = CatalogLoader.load(List.of(third, first, second));

    assertThat(catalog.entries())
        .extracting(entry -> entry.period().toString())
        .containsExactly("until 2026-01-01", "2026-01-01 until 2026-03-01", "from 2026-03-01");
    assertThat(catalog.version())
        .isEqualTo(CatalogLoader.load(List.of(first, second, third)).version());
    for (String time : List.of("2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00Z")) {
      assertThat(catalog.entriesAt(Instant.parse(time))).as(time).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          validTo: 2026-01-02   | validFrom: 2026-01-01 | ; both count 2026-01-01 until 2026-01-02
                                | validFrom: 2026-01-01 | ; both count from 2026-01-01
          validTo: 2026-01-02   |                       | ; both count until 2026-01-02
                                |                       | ''
          """)
  void twoVersionsOfOneInstantAreReportedWithBothPlaces(String one, String two, String when)
      throws IOException {
    String first = write("1.yaml", "entries:\n" + entry("a", one == null ? "" : one));
    String second = write("2.yaml", "entries:\n" + entry("a", two == null ? "" : two));
    Problems problems = new Problems();
    CatalogLoader.load(List.of(first, second), problems);
    assertThat(problems.list())
        .extracting(Problem::toString)
        .containsExactly(second + ":2: id 'a' stands already at " + first + ":2" + when);
  }

  @Test
  void ofEveryPairOfRandomPeriodsThoseAreRefusedThatShareADay() throws IOException {
    long seed = 42;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<String> files = new ArrayList<>();
      boolean[] taken = new boolean[40];
      boolean overlap = false;
      for (int version = 0; version < 3; version++) {
        int from = random.nextInt(20);
        int to = from + 1 + random.nextInt(9);
        for (int day = from; day < to; day++) {
          overlap |= taken[day];
          taken[day] = true;
        }
        String period =
            "validFrom: 2026-01-%02d%nvalidTo: 2026-01-%02d%n".formatted(from + 1, to + 1);
        files.add(write(version + ".yaml", period + "entries:\n" + entry("a", "")));
      }
      Problems problems = new Problems();
      CatalogLoader.load(files, problems);
      assertThat(!problems.list().isEmpty())
          .as("seed %d, round %d", seed, round)
          .isEqualTo(overlap);
    }
  }

  @Test
  void aCatalogIsNotMadeOfTwoEntriesOfOneInstant() {
    CatalogEntry always = Entries.entry("a", Level.OPTIONAL, "a.example");
    CatalogEntry later = Entries.between("2026-01-01T00:00:00Z", null, always);
    assertThatThrownBy(() -> Entries.catalog(always, later))
        .hasMessage("two entries 'a' count at one time");
    CatalogEntry before = Entries.between(null, "2026-01-01T00:00:00Z", always);
    assertThat(Entries.catalog(later, before).entries()).containsExactly(before, later);
  }

  @Test
  void wholeCopiesOfACatalogFollowEachOtherWithTheirSharedSuffixes() throws IOException {
    String rest =
        """
        sharedSuffixes:
          - suffix: rented.example
            clouds: [%s]
            source: {document: a test}
        entries:
        """;
    String first =
        write("1.yaml", "validTo: 2026-01-01\n" + rest.formatted("public") + entry("a", ""));
    String second =
        write("2.yaml", "validFrom: 2026-01-01\n" + rest.formatted("public") + entry("a", ""));
    String other =
        write("3.yaml", "validFrom: 2026-01-01\n" + rest.formatted("usgov") + entry("b", ""));

    assertThat(CatalogLoader.load(List.of(first, second)).sharedSuffixes())
        .filteredOn(suffix -> suffix.suffix().equals("rented.example"))
        .hasSize(1);
    assertThatThrownBy(() -> CatalogLoader.load(List.of(first, other)))
        .hasMessageContaining("shared suffix rented.example stands already at " + first + ":3");
  }
}
