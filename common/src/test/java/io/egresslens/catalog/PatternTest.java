package io.egresslens.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.catalog.Pattern.Dialect;
import io.egresslens.catalog.Pattern.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTest {
  @ParameterizedTest
  @CsvSource({
    "quay.io, EXACT, quay.io, quay.io",
    "QUAY.io., EXACT, quay.io, quay.io",
    "*.quay.io, SUFFIX, quay.io, quay.io",
    "*registry-1.docker.io, BARE_SUFFIX, registry-1.docker.io, docker.io",
    "*, ANY, '', ''",
    "arosvc.${region}.data.azurecr.io, TEMPLATE, data.azurecr.io, data.azurecr.io",
    "${region}-shared.prod.example, TEMPLATE, -shared.prod.example, prod.example",
    "*.apps.${clusterDomain}, TEMPLATE, '', ''",
    "console.redhat.com/api/ingress, EXACT, console.redhat.com, console.redhat.com",
    "*.b\u00fccher.example, SUFFIX, xn--bcher-kva.example, xn--bcher-kva.example"
  })
  void theShapeGivesKindLiteralAndAnchor(String text, Kind kind, String literal, String anchor)
      throws Exception {
    Pattern pattern = Pattern.parse(Dialect.AZURE, text);

    assertThat(pattern.kind()).isEqualTo(kind);
    assertThat(pattern.literal()).isEqualTo(literal);
    assertThat(pattern.anchor()).isEqualTo(anchor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*.",
        "**",
        "*.*.test.example",
        "www.*contoso.com",
        "www.contoso.*",
        "*.contoso.*",
        "*.113.10",
        "*10",
        "203.0.113.10",
        "arosvc.$REGION.data.azurecr.io",
        "*.apps.<cluster_domain>",
        "*.apps.${cluster-domain}",
        "a.${region",
        "a..b",
        "a b.example",
        "a${region} b.example",
        "quay.io:443",
        "https://quay.io",
        "*b\u00fccher.example",
        "quay.io/a/*",
        "quay.io/a?b=1",
        "quay.io/${region}"
      })
  void whatAzuresDialectDoesNotKnowIsRefused(String text) {
    assertThatThrownBy(() -> Pattern.parse(Dialect.AZURE, text))
        .isInstanceOf(InvalidPatternException.class)
        .hasMessageStartingWith("pattern '" + text + "': ");
  }

  @ParameterizedTest
  @CsvSource({
    "*, quay.io, true",
    "*.x.io, a.x.io, true",
    "*.x.io, a.b.x.io, true",
    "*.x.io, x.io, false",
    "*.x.io, ax.io, false",
    "*x.io, x.io, true",
    "*x.io, ax.io, true",
    "*x.io, x.io.evil.net, false",
    "a.${region}.c.io, a.b.c.io, true",
    "a.${region}.c.io, a.b.b.c.io, false",
    "a.${region}.c.io, a.c.io, false",
    "${region}-a.c.io, b-a.c.io, true",
    "${region}-a.c.io, -a.c.io, false",
    "${region}-a.c.io, x.b-a.c.io, false",
    "${region}.${region}.io, a.b.io, true",
    "*.${region}.io, a.b.c.io, true",
    "*.${region}.io, b.io, false",
    "a.${clusterDomain}, a.b, false",
    "*.${clusterDomain}, a.b, false",
    "${region}.${clusterDomain}, a.b, false"
  })
  void aHoleTakesWhatItMay(String pattern, String host, boolean matches) throws Exception {
    assertThat(Pattern.parse(Dialect.AZURE, pattern).matchesHost(host)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "md-*.blob.storage.azure.net, md-zz4.z32.blob.storage.azure.net, true",
    "md-*.blob.storage.azure.net, md-.blob.storage.azure.net, true",
    "md-*.blob.storage.azure.net, xmd-1.blob.storage.azure.net, false",
    "a*b*c, a1b2c, true",
    "a*b*c, abc, true",
    "a*b*c, acb, false",
    "*a*, bab, true",
    "*a*, bbb, false"
  })
  void aGlobTakesStarsAnywhere(String pattern, String host, boolean matches) throws Exception {
    Pattern glob = Pattern.parse(Dialect.GLOB, pattern);

    assertThat(glob.kind()).isEqualTo(Kind.GLOB);
    assertThat(glob.matchesHost(host)).isEqualTo(matches);
  }

  @Test
  void aGlobOfManyStarsStaysCheapOnHostileNames() throws Exception {
    Pattern glob = Pattern.parse(Dialect.GLOB, "*a".repeat(30) + "*b");
    String host = String.join(".", List.of("a".repeat(63), "a".repeat(63), "a".repeat(63), "a"));

    assertThat(glob.matchesHost(host)).isFalse();
  }

  @Test
  void aBoundTemplateIsALiteralThatRemainsATemplate() throws Exception {
    Pattern free = Pattern.parse(Dialect.AZURE, "arosvc.${region}.data.azurecr.io");
    Pattern bound = free.bind(Map.of("region", "EastUS"));

    assertThat(free.variables()).containsExactly("region");
    assertThat(bound.variables()).isEmpty();
    assertThat(bound.kind()).isEqualTo(Kind.TEMPLATE);
    assertThat(bound.text()).isEqualTo("arosvc.eastus.data.azurecr.io");
    assertThat(bound.matchesHost("arosvc.eastus.data.azurecr.io")).isTrue();
    assertThat(bound.matchesHost("arosvc.westus.data.azurecr.io")).isFalse();
    assertThat(free.bind(Map.of("clusterDomain", "x.example"))).isSameAs(free);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/ingress, true",
    "/api/ingress/v1/upload, true",
    "/api/ingress?x=1, true",
    "/api/ingressx, false",
    "/API/ingress, false",
    "/api, false",
    "/api/ingress/../admin, false",
    "/api/ingress/%2E%2e/admin, false",
    "/api/ingress/..%2fadmin, false",
    "/api/ingress/a..b/.c, true",
    "/api/ingress?next=/../, true"
  })
  void aPathIsAPrefixOnASegmentBoundary(String visible, boolean matches) throws Exception {
    Pattern pattern = Pattern.parse(Dialect.AZURE, "console.redhat.com/api/ingress");

    assertThat(pattern.path()).isEqualTo("/api/ingress");
    assertThat(pattern.matchesPath(visible)).isEqualTo(matches);
  }

  @Test
  void theRootPathIsNoPath() throws Exception {
    assertThat(Pattern.parse(Dialect.AZURE, "quay.io/ ").path()).isNull();
    assertThat(Pattern.parse(Dialect.AZURE, " quay.io/v2 ").text()).isEqualTo("quay.io/v2");
  }

  @Test
  void theLongerSuffixIsTheMoreSpecific() throws Exception {
    List<Pattern> sorted =
        java.util.stream.Stream.of("*", "*x.io", "*.io", "*.x.io", "${region}.x.io", "a.x.io")
            .map(PatternTest::azure)
            .sorted(Pattern.MOST_SPECIFIC_FIRST)
            .toList();

    assertThat(sorted)
        .extracting(Pattern::text)
        .containsExactly("a.x.io", "${region}.x.io", "*.x.io", "*.io", "*x.io", "*");
  }

  private static Pattern azure(String text) {
    try {
      return Pattern.parse(Dialect.AZURE, text);
    } catch (InvalidPatternException e) {
      throw new AssertionError(e);
    }
  }

  /** With a space in front a text is read the long way. */
  @Test
  void aPlainNameIsReadTheShortWayAsTheLongWay() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    String alphabet = "ab1-_.*A/$";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "*." : "");
      int letters = random.nextInt(100) == 0 ? 200 + random.nextInt(70) : random.nextInt(12);
      for (int i = 0; i < letters; i++) {
        int of = letters < 200 && random.nextInt(4) == 0 ? alphabet.length() : 6;
        text.append(i % 50 == 49 ? '.' : alphabet.charAt(random.nextInt(of)));
      }
      assertThat(read(text.toString())).as("seed %d: %s", seed, text).isEqualTo(read(" " + text));
    }
  }

  /** The pattern, or why it is none. */
  private static Object read(String text) {
    try {
      return Pattern.parse(Pattern.Dialect.AZURE, text);
    } catch (InvalidPatternException e) {
      return e.getMessage().replace("pattern ' ", "pattern '");
    }
  }
}
