package io.egresslens.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationSpecTest {
  @ParameterizedTest
  @CsvSource({
    "quay.io, quay.io, https, 443,",
    "' QUAY.io. ', quay.io, https, 443,",
    "quay.io:80, quay.io, http, 80,",
    "quay.io:1433, quay.io, mssql, 1433,",
    "quay.io:8443, quay.io, tcp, 8443,",
    "http://quay.io, quay.io, http, 80,",
    "HTTPS://quay.io:8443, quay.io, https, 8443,",
    "udp://ntp.example:123, ntp.example, udp, 123,",
    "udp://ntp.example, ntp.example, udp, 0,",
    "quay.io/v2, quay.io, https, 443, /v2",
    "https://quay.io:443/v2/a?b=c, quay.io, https, 443, /v2/a?b=c",
    "quay.io/a?u=http://evil.example/b, quay.io, https, 443, /a?u=http://evil.example/b",
    "10.0.0.1, 10.0.0.1, https, 443,",
    "tcp://10.0.0.1:22, 10.0.0.1, tcp, 22,",
    "2001:db8::1, 2001:db8::1, https, 443,",
    "[2001:DB8::1], 2001:db8::1, https, 443,",
    "[2001:db8::1]:53, 2001:db8::1, tcp, 53,",
    "a..b, , https, 443,",
    "10.0.0.256, , https, 443,"
  })
  void whatIsNotWrittenFollowsFromTheRest(
      String text, String destination, String protocol, int port, String path) {
    DestinationSpec spec = DestinationSpec.parse(text);

    assertThat(spec.destination()).isEqualTo(destination);
    assertThat(spec.protocol()).isEqualTo(protocol);
    assertThat(spec.port()).isEqualTo(port);
    assertThat(spec.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"quay.io:", "quay.io:0", "quay.io:65536", "quay.io:https", "a:-1"})
  void aPortThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> DestinationSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void theQueryOfAUrlIsNeverTakenForItsPath() {
    assertThat(DestinationSpec.pathOf("quay.io?x=/v2")).isEqualTo("/");
    assertThat(DestinationSpec.pathOf("quay.io/a?x=https://quay.io/v2"))
        .isEqualTo("/a?x=https://quay.io/v2");
    assertThat(DestinationSpec.pathOf("https://quay.io/v2")).isEqualTo("/v2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://quay.io", "https://quay.io:443?x=1", "quay.io", "quay.io#a"})
  void theRootOfAUrlWithoutPathWasVisible(String url) {
    assertThat(DestinationSpec.pathOf(url)).isEqualTo("/");
    assertThat(DestinationSpec.parse(url).path()).isNull();
  }

  @Test
  void noUrlShowsNoPath() {
    assertThat(DestinationSpec.pathOf(null)).isNull();
    assertThat(DestinationSpec.pathOf("")).isNull();
  }
}
