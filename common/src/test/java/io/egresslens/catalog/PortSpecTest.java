package io.egresslens.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortSpecTest {
  @ParameterizedTest
  @CsvSource({
    "https:443, https, 443, true",
    "https:443, http, 443, false",
    "https:443, https, 8443, false",
    "https:443, tcp, 443, false",
    "https:443, https, 0, false",
    "tcp:443, https, 443, true",
    "tcp:1433, mssql, 1433, true",
    "tcp:80, http, 80, true",
    "tcp:22, tcp, 22, true",
    "tcp:123, udp, 123, false",
    "udp:123, udp, 123, true",
    "udp:443, https, 443, false",
    "tcp:22, , 22, false",
    "any, , 0, true",
    "any, icmp, 0, true"
  })
  void aSpecCoversItsProtocolAndPort(String spec, String protocol, int port, boolean covers) {
    assertThat(PortSpec.parse(spec).covers(protocol, port)).isEqualTo(covers);
  }

  @Test
  void textIsFoldedAndComesBack() {
    assertThat(PortSpec.parse(" HTTPS:443 ")).isEqualTo(new PortSpec("https", 443));
    assertThat(PortSpec.parse("HTTPS:443")).hasToString("https:443");
    assertThat(PortSpec.parse("Any")).isSameAs(PortSpec.ANY).hasToString("any");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "443",
        "https",
        "https:",
        "https:0",
        "https:65536",
        "https:-1",
        "quic:443",
        "any:443",
        "tcp:4294967295",
        "tcp:+22",
        ":443"
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> PortSpec.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
