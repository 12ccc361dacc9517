package io.egresslens.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
  @ParameterizedTest
  @CsvSource({
    "QUAY.io, quay.io",
    "'  quay.io\t', quay.io",
    "quay.io., quay.io",
    "quay\u3002io, quay.io",
    "cdn\uff0equay\uff61io, cdn.quay.io",
    "B\u00dcCHER.example, xn--bcher-kva.example",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "foo_bar.example, foo_bar.example",
    "test--a.com, test--a.com",
    "-a-.example, -a-.example",
    "localhost, localhost",
    "0xg.example, 0xg.example",
    "a.0xg, a.0xg",
    "\uff31\uff55\uff41\uff59.io, quay.io"
  })
  void aNameHasOneNormalForm(String raw, String normal) {
    assertThat(HostName.normalize(raw)).isEqualTo(normal);
    assertThat(isNormalInBytes(normal)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "quay.io..",
        ".quay.io",
        "a..b",
        "10.0.0.1",
        "10.0.0.1.",
        "0x7f.1",
        "a.0x1f",
        "2130706433",
        "127.0.0.\uff11",
        "::1",
        "[::1]",
        "a b.example",
        "*.example",
        "a/b.example",
        "a:443",
        "<script>.example",
        "a\u0000.example",
        "\u2100.example",
        "1\u2488example",
        "\u00ad.example",
        "\ud800.example",
        "xn--\u00fc.example"
      })
  void whatIsNoNameHasNoNormalForm(String raw) {
    assertThat(HostName.normalize(raw)).isNull();
    assertThat(isNormalInBytes(raw)).isFalse();
  }

  @Test
  void aNormalNameComesBackAsItself() {
    String name = "cdn01.quay.io";

    assertThat(HostName.normalize(name)).isSameAs(name);
    assertThat(isNormalInBytes(name)).isTrue();
    assertThat(HostName.normalize(null)).isNull();
  }

  @Test
  void lengthsAreThoseOfDns() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));

    assertThat(longest).hasSize(253);
    assertThat(HostName.normalize(longest + ".")).isEqualTo(longest);
    assertThat(HostName.normalize(longest + "a")).isNull();
    assertThat(HostName.normalize(label + "a.example")).isNull();
    assertThat(HostName.normalize("\u00fc".repeat(63) + ".example")).isNull();
    assertThat(isNormalInBytes(longest)).isTrue();
    assertThat(isNormalInBytes(longest + "a")).isFalse();
    assertThat(isNormalInBytes(label + "a.example")).isFalse();
    assertThat(isNormalInBytes("example." + label + "a")).isFalse();
  }

  @Test
  void aLookAlikeOfAnotherScriptIsAnotherName() {
    assertThat(HostName.normalize("\u0430pple.com")).startsWith("xn--").isNotEqualTo("apple.com");
  }

  @Test
  void anyTextIsRefusedOrHasAFormThatStays() {
    long seed = 20261122;
    Random random = new Random(seed);
    int[] alphabet =
        "aZ09-_. *\u3002\u00fc\u00df\u0130\u00ad\u2488\u0430\uff21\ud800\u200d".chars().toArray();
    int names = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder raw = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        boolean any = random.nextInt(10) == 0;
        raw.append(
            (char) (any ? random.nextInt(0x10000) : alphabet[random.nextInt(alphabet.length)]));
      }
      String normal = HostName.normalize(raw.toString());
      if (normal != null) {
        names++;
        assertThat(normal).as("seed %s, raw '%s'", seed, raw).matches("[a-z0-9_.-]+");
        assertThat(HostName.normalize(normal)).as("seed %s, raw '%s'", seed, raw).isSameAs(normal);
      }
      byte[] bytes = ("x" + raw + "x").getBytes(StandardCharsets.UTF_8);
      assertThat(HostName.isNormal(bytes, 1, bytes.length - 1))
          .as("seed %s, raw '%s' in bytes", seed, raw)
          .isEqualTo(raw.toString().equals(normal));
    }
    assertThat(names).isGreaterThan(1000);
  }

  private static boolean isNormalInBytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HostName.isNormal(bytes, 0, bytes.length);
  }
}
