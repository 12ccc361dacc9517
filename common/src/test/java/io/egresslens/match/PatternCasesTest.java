package io.egresslens.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.match.PatternAnswer.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PatternCasesTest {
  private static final String HEADER = "pattern\thost\tport\tpath\texpected\n";

  private static PatternCases shipped() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                PatternCasesTest.class.getResourceAsStream("pattern-cases.tsv"),
                StandardCharsets.UTF_8))) {
      return PatternCases.read(reader);
    }
  }

  private static PatternCases read(String text) throws IOException {
    return PatternCases.read(new BufferedReader(new StringReader(text)));
  }

  static Stream<PatternCases.Row> cases() throws IOException {
    return shipped().rows().stream().filter(row -> row.answer() != null);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCaseIsAnsweredAsExpected(PatternCases.Row row) {
    assertThat(row.answer().outcome().label()).as("%s", row).isEqualTo(row.expected());
    assertThat(row.differs()).isFalse();
  }

  @Test
  void theTableHoldsEveryDialectAndCountsItsDifferences() throws IOException {
    PatternCases cases = shipped();

    assertThat(cases().count()).isEqualTo(71);
    assertThat(cases.differences()).isZero();
    assertThat(cases.rows()).hasSize(78);
  }

  @Test
  void theTableIsPrintedWithOneColumnMore() throws IOException {
    PatternCases cases =
        read("# note\n" + HEADER + "quay.io\tquay.io\t443\t-\tno\n*x*\ta\t443\t-\tinvalid\n");

    assertThat(cases.lines())
        .containsExactly(
            "# note",
            "pattern\thost\tport\tpath\texpected\tactual",
            "quay.io\tquay.io\t443\t-\tno\tyes",
            "*x*\ta\t443\t-\tinvalid\tinvalid");
    assertThat(cases.differences()).isEqualTo(1);
  }

  @Test
  void aLineThatIsNoCaseIsNamed() {
    for (String line : List.of("quay.io\tquay.io", "quay.io\tquay.io\tmany\t-\tyes")) {
      assertThatThrownBy(() -> read(HEADER + line))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("line 2: ");
    }
    assertThatThrownBy(() -> read("pattern\thost\n")).hasMessageContaining("expected");
  }

  @ParameterizedTest
  @CsvSource({
    "cat=>console.redhat.com/api, https://console.redhat.com/api/x, YES, covered",
    "cat=>console.redhat.com/api, console.redhat.com, YES, 'the host is covered, the path does not show'",
    "cat=>console.redhat.com/api, https://console.redhat.com/x, NO, the path is not below the entry's",
    "url=>console.redhat.com/api, console.redhat.com, NO, 'the path does not show, and a URL rule needs it'",
    "url=>console.redhat.com/*, https://console.redhat.com/, YES, covered",
    "url=>console.redhat.com/api, https://console.redhat.com/api?x=/y, YES, covered",
    "quay.io @https:443, quay.io:80, NO, the rule does not list http:80",
    "quay.io, 10.0.0.1, NO, the host is no name in any form",
    "quay.io, a..b, NO, the host is no name in any form",
    "fqdntag=>WindowsUpdate, quay.io, UNSUPPORTED, the members of 'WindowsUpdate' are not published",
    "fqdntag=>AzureKubernetesService, http://mcr.microsoft.com, NO, FQDN tags are for https only",
    "fqdntag=>AzureKubernetesService, a.hcp.westeurope.azmk8s.io, YES, covered",
    "fqdntag=>AzureKubernetesService, evil.example, NO, the name is not covered",
    "pf=>quay.io, quay.io, UNSUPPORTED, no dialect has this name"
  })
  void anAnswerSaysWhy(String pattern, String destination, Outcome outcome, String reason) {
    PatternAnswer answer = PatternDialect.ask(pattern, DestinationSpec.parse(destination));

    assertThat(answer.reason()).isEqualTo(reason);
    assertThat(answer.outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io/v2, a name has no path",
    "arosvc.${region}.data.azurecr.io, a variable has no value here",
    "tpl=>a.${region}.io, 'write text{name=value}'",
    "tpl=>a.${region}.io{zone=x}, every variable needs a value",
    "tpl=>a.${region}.io{region=}, gives no usable value",
    "gw=>*.azure.com, only whole names",
    "dns=>a.*.azure.com, a star may stand only once",
    "re=>(, missing closing )",
    "url=>a.io/*/b, a star only at its end",
    "quay.io @https, is no port"
  })
  void anInvalidPatternIsToldFromOneThatDoesNotFit(String pattern, String reason) {
    PatternAnswer answer = PatternDialect.ask(pattern, DestinationSpec.parse("quay.io"));

    assertThat(answer.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(answer.reason()).contains(reason);
  }

  @Test
  void anExpressionThatWouldBacktrackForEverIsAnsweredAtOnce() {
    DestinationSpec hostile = DestinationSpec.parse("a".repeat(60) + "." + "a".repeat(60) + ".b");

    assertThat(PatternDialect.ask("re=>(a|a\\.?|aa)*c", hostile).outcome()).isEqualTo(Outcome.NO);
  }
}
