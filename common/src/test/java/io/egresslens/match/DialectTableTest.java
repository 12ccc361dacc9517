package io.egresslens.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.HostName;
import io.egresslens.match.PatternAnswer.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every dialect against expressions that are written by hand, name by name. */
class DialectTableTest {
  private record Case(String dialect, String pattern, String names) {}

  static Stream<Case> cases() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                DialectTableTest.class.getResourceAsStream("dialect-cases.tsv"),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList().stream()
          .filter(line -> !line.startsWith("#") && !line.startsWith("dialect\t"))
          .map(line -> line.split("\t", -1))
          .map(cells -> new Case(cells[0], cells[1], cells[2]));
    }
  }

  /** Names around those of the table: fronts before cores, cores glued, and tails behind. */
  private static Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    List<String> fronts =
        List.of("", "a.", "www.", "a.b.", "www.a.b.", "a_b.", "x", "ab", "a-", "b.", "xn--p1ai.");
    List<String> cores =
        List.of("x.io", "b.x.io", "ax.io", "x.b.io", "y.io", "www.io", "io", "x.net", "www.x.com");
    for (String front : fronts) {
      for (String core : cores) {
        for (String tail : List.of("", ".evil.example", "x")) {
          names.add(front + core + tail);
        }
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCellIsAsTheDocumentsHaveIt(Case row) {
    String written = row.dialect().isEmpty() ? row.pattern() : row.dialect() + "=>" + row.pattern();
    Pattern expected = row.names().equals("invalid") ? null : Pattern.compile(row.names());
    String path = row.pattern().contains("/") ? "/a/b" : "/";

    for (String name : names()) {
      assertThat(HostName.normalize(name)).isEqualTo(name);
      DestinationSpec asked = DestinationSpec.of(name, "https", 443, path);
      Outcome outcome =
          expected == null
              ? Outcome.INVALID
              : expected.matcher(name).matches() ? Outcome.YES : Outcome.NO;
      assertThat(PatternDialect.ask(written, asked).outcome())
          .as("%s for %s", written, name)
          .isEqualTo(outcome);
    }
  }

  @Test
  void theTableIsLargeAndHoldsEveryProduct() throws IOException {
    assertThat(cases().count()).isGreaterThanOrEqualTo(60);
    assertThat(names()).hasSizeGreaterThanOrEqualTo(200);
    assertThat(cases().map(Case::dialect).distinct())
        .containsExactlyInAnyOrderElementsOf(
            PatternDialect.PRODUCTS.stream().map(PatternDialect::notation).toList());
  }

  @Test
  void everyDialectSaysWhoSaysSo() {
    for (PatternDialect product : PatternDialect.PRODUCTS) {
      assertThat(product.source()).as(product.description()).isNotBlank();
      assertThat(product.certainty()).isNotEqualTo(PatternDialect.Certainty.OWN);
    }
  }

  @Test
  void aDifferenceComesWithANameThatShowsIt() throws IOException {
    for (Case row : cases().toList()) {
      String written = row.dialect() + (row.dialect().isEmpty() ? "" : "=>") + row.pattern();
      PatternDifferences differences = PatternDifferences.of(written, null);
      assertThat(differences.rows()).hasSize(PatternDialect.PRODUCTS.size());
      for (PatternDifferences.Row other : differences.others()) {
        boolean bothRead = other.isRead() && differences.rows().get(0).isRead();
        assertThat(differences.counterExample(other) != null).as("%s", other).isEqualTo(bothRead);
      }
    }
  }

  @Test
  void starsOfAzureAndOvnPartOnTwoLabels() {
    PatternDifferences differences = PatternDifferences.of("*.x.io", "cdn.x.io");
    PatternDifferences.Row ovn =
        differences.others().stream()
            .filter(row -> row.dialect().notation().equals("ovn"))
            .findFirst()
            .orElseThrow();

    assertThat(differences.names().get(0).name()).isEqualTo("cdn.x.io");
    assertThat(differences.counterExample(ovn).name()).isEqualTo("a.b.x.io");
    assertThat(ovn.why()).isEqualTo("exactly one label in front");
  }

  @Test
  void whatIsNoNameInAnyProductHasNoDifferences() {
    for (String written : List.of("pf=>x.io", "re=>a+", "tpl=>a.${region}.io{region=?}")) {
      assertThat(PatternDifferences.of(written, "x.io").rows()).as(written).isEmpty();
    }
    for (String odd : List.of("", "*", "...", "||^", "*.*", "\u202e", "x..io", "/", "a b")) {
      assertThat(PatternDifferences.of(odd, null).rows()).as(odd).isNotEmpty();
    }
  }
}
