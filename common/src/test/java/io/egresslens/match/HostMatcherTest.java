package io.egresslens.match;

import static io.egresslens.catalog.Entries.catalog;
import static io.egresslens.catalog.Entries.entry;
import static io.egresslens.catalog.Level.OPTIONAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostMatcherTest {
  @Test
  void portPathAndProtocolOfARememberedNameAreJudgedAnew() {
    HostMatcher matcher =
        new HostMatcher(
            CompiledMatcher.of(
                catalog(
                    entry("api", OPTIONAL, "a.x.io/api"),
                    entry("name", OPTIONAL, "b.x.io", "https:443", "tcp:22"),
                    entry("suffix", OPTIONAL, "*.x.io", "any"))));

    for (int time = 0; time < 3; time++) {
      assertThat(id(find(matcher, "b.x.io", "https", 443, null))).isEqualTo("name");
      assertThat(id(find(matcher, "b.x.io", "http", 22, null))).isEqualTo("name");
      assertThat(id(find(matcher, "b.x.io", "udp", 22, null))).isEqualTo("suffix");
      assertThat(id(find(matcher, "a.x.io", "https", 443, "/api/v2"))).isEqualTo("api");
      assertThat(find(matcher, "a.x.io", "https", 443, "/api").pathChecked()).isTrue();
      assertThat(id(find(matcher, "a.x.io", "https", 443, "/else"))).isEqualTo("suffix");
      assertThat(id(find(matcher, "a.x.io", null, 0, null))).isEqualTo("suffix");
      assertThat(find(matcher, "x.io", "https", 443, null)).isNull();
    }
  }

  @Test
  void theWrongPortOfARememberedNameIsToldEachTime() {
    HostMatcher matcher =
        new HostMatcher(CompiledMatcher.of(catalog(entry("name", OPTIONAL, "b.x.io"))));

    for (int time = 0; time < 3; time++) {
      assertThat(find(matcher, "b.x.io", "http", 80, null).wrongPort()).isTrue();
      assertThat(find(matcher, "b.x.io", "https", 443, null).wrongPort()).isFalse();
    }
  }

  /** Around every boundary of the memo's words, halves and slots. */
  @Test
  void namesOfEveryLengthAreToldFromThoseThatDifferInOneByte() {
    List<String> names = new ArrayList<>();
    for (int length = 1; length <= 253; length++) {
      names.add(name(length));
    }
    CatalogEntry[] entries =
        names.stream()
            .map(name -> entry("e" + name.length(), OPTIONAL, name))
            .toArray(CatalogEntry[]::new);
    HostMatcher matcher = new HostMatcher(CompiledMatcher.of(catalog(entries)));

    for (int time = 0; time < 3; time++) {
      for (String name : names) {
        assertThat(id(find(matcher, name, "https", 443, null))).isEqualTo("e" + name.length());
        for (int at = 0; at < name.length(); at++) {
          if (name.charAt(at) != '.') {
            String other = name.substring(0, at) + "z" + name.substring(at + 1);
            if (find(matcher, other, "https", 443, null) != null) {
              fail(other + " is taken for " + name);
            }
          }
        }
      }
    }
  }

  private static String name(int length) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < length; i++) {
      boolean dot = i % 11 == 7 && i < length - 1;
      name.append(dot ? '.' : (char) ('a' + (i * 7 + length) % 25));
    }
    return name.toString();
  }

  @Test
  void matchersBesideEachOtherNeverTakeEachOthersNames() {
    HostMatcher first = new HostMatcher(CompiledMatcher.of(catalog(entry("a", OPTIONAL, "x.io"))));
    HostMatcher second = first.beside(CompiledMatcher.of(catalog(entry("b", OPTIONAL, "x.io"))));
    HostMatcher third = second.beside(CompiledMatcher.of(Catalog.EMPTY));

    for (int time = 0; time < 3; time++) {
      assertThat(id(find(first, "x.io", "https", 443, null))).isEqualTo("a");
      assertThat(id(find(second, "x.io", "https", 443, null))).isEqualTo("b");
      assertThat(find(third, "x.io", "https", 443, null)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".x.io", "x..io", "X.IO", "x.io.", "é.io"})
  void textThatIsNoNormalNameIsNoError(String text) {
    HostMatcher matcher =
        new HostMatcher(CompiledMatcher.of(catalog(entry("a", OPTIONAL, "a.x.io"))));

    assertThat(find(matcher, text, "https", 443, null)).isNull();
    assertThat(find(matcher, text, "https", 443, null)).isNull();
  }

  @Test
  void aRangeOutsideTheArrayIsRefused() {
    HostMatcher matcher = new HostMatcher(CompiledMatcher.of(Catalog.EMPTY));

    assertThatThrownBy(() -> matcher.find(new byte[4], 2, 5, "https", 443, null, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /**
   * The lists of a name's rules stand one after the other and are thrown away when there is no
   * room.
   */
  @Test
  void noFloodOfNamesChangesAnAnswer() {
    CompiledMatcher compiled =
        CompiledMatcher.of(
            catalog(
                entry("deep", OPTIONAL, "*.b.x.io"),
                entry("deeper", OPTIONAL, "*.c.b.x.io", "http:80"),
                entry("wide", OPTIONAL, "*.x.io", "any"),
                entry("glued", OPTIONAL, "*ab.x.io")));
    HostMatcher matcher = new HostMatcher(compiled, new HostMemo(8, 1));
    long seed = 11;
    Random random = new Random(seed);
    String[] tails = {".c.b.x.io", ".b.x.io", "ab.x.io", ".x.io", ".y.io"};

    for (int i = 0; i < 60_000; i++) {
      String host = "n" + random.nextInt(20_000) + tails[random.nextInt(tails.length)];
      int port = random.nextBoolean() ? 443 : 80;
      String protocol = port == 443 ? "https" : "http";
      assertThat(find(matcher, host, protocol, port, null))
          .as("seed %s, host %s, port %s", seed, host, port)
          .isEqualTo(compiled.find(host, protocol, port, null, 0));
    }
  }

  @Test
  void everyEntryOfALargeCatalogIsFoundAndItsLookAlikesAreNot() {
    int size = 30_000;
    List<CatalogEntry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String name = "svc-" + i + ".region-" + i % 61 + ".example.com";
      entries.add(entry("e" + i, OPTIONAL, i % 2 == 0 ? name : "*." + name));
    }
    HostMatcher matcher = new HostMatcher(CompiledMatcher.of(Catalog.of(entries, List.of())));

    for (int i = 0; i < size; i++) {
      String name = "svc-" + i + ".region-" + i % 61 + ".example.com";
      boolean exact = i % 2 == 0;
      assertThat(find(matcher, name, "https", 443, null) != null).as(name).isEqualTo(exact);
      Match below = find(matcher, "a.b." + name, "https", 443, null);
      assertThat(below == null ? null : id(below)).as(name).isEqualTo(exact ? null : "e" + i);
      assertThat(find(matcher, "s" + name, "https", 443, null)).as("s" + name).isNull();
    }
  }

  private static Match find(
      HostMatcher matcher, String host, String protocol, int port, String path) {
    byte[] bytes = host.getBytes(StandardCharsets.UTF_8);
    return matcher.find(bytes, 0, bytes.length, protocol, port, path, 0);
  }

  private static String id(Match match) {
    assertThat(match).isNotNull();
    return match.entry().id();
  }
}
