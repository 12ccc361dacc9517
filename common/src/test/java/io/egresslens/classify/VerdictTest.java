package io.egresslens.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.flow.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final String TABLE =
      """
      REQUIRED,       EXPECTED,           REQUIRED_DENIED
      OPTIONAL,       EXPECTED,           OPTIONAL_DENIED
      ACCEPTED,       EXPECTED,           OPTIONAL_DENIED
      PROXIED,        PROXIED_DIRECT,     PROXIED_DIRECT
      OPTED_OUT,      UNEXPECTED_ALLOWED, UNEXPECTED_DENIED
      SHARED_SUFFIX,  UNEXPECTED_ALLOWED, UNEXPECTED_DENIED
      WRONG_PORT,     UNEXPECTED_ALLOWED, UNEXPECTED_DENIED
      UNLISTED,       UNEXPECTED_ALLOWED, UNEXPECTED_DENIED
      LOCAL,          LOCAL,              LOCAL
      NO_DESTINATION, NO_DESTINATION,     NO_DESTINATION
      """;

  @ParameterizedTest
  @CsvSource(textBlock = TABLE)
  void expectationAndActionGiveTheVerdict(
      Expectation expectation, Verdict allowed, Verdict denied) {
    assertThat(Verdict.of(expectation, Action.ALLOW)).isEqualTo(allowed);
    assertThat(Verdict.of(expectation, Action.DENY)).isEqualTo(denied);
  }

  @Test
  void theTableHasEveryExpectation() {
    assertThat(TABLE.lines()).hasSameSizeAs(Expectation.values());
  }

  @Test
  void aSignalHasNoVerdict() {
    assertThatThrownBy(() -> Verdict.of(Expectation.LOCAL, Action.ALERT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
