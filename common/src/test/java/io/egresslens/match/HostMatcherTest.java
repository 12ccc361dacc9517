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
  void portAndProtocolOfARememberedNameAreJudgedAnew() {
    HostMatcher matcher =
        new HostMatcher(
            CompiledMatcher.of(
                catalog(
                    entry("api", OPTIONAL, "a.x.io/api"),
                    entry("name", OPTIONAL, "b.x.io", "https:443", "tcp:22"),
                    entry("suffix", OPTIONAL, "*.x.io", "any"))));

    for (int time = 0; time < 3; time++) {
      assertThat(id(find(matcher, "b.x.io", "https", 443))).isEqualTo("name");
      assertThat(id(find(matcher, "b.x.io", "http", 22))).isEqualTo("name");
      assertThat(id(find(matcher, "b.x.io", "udp", 22))).isEqualTo("suffix");
      assertThat(id(find(matcher, "a.x.io", "https", 443))).isEqualTo("api");
      assertThat(id(find(matcher, "a.x.io", null, 0))).isEqualTo("suffix");
      assertThat(find(matcher, "x.io", "https", 443)).isNull();
    }
  }

  @Test
  void theWrongPortOfARememberedNameIsToldEachTime() {
    HostMatcher matcher =
        new HostMatcher(CompiledMatcher.of(catalog(entry("name", OPTIONAL, "b.x.io"))));

    for (int time = 0; time < 3; time++) {
      assertThat(find(matcher, "b.x.io", "http", 80).wrongPort()).isTrue();
      assertThat(find(matcher, "b.x.io", "https", 443).wrongPort()).isFalse();
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
        assertThat(id(find(matcher, name, "https", 443))).isEqualTo("e" + name.length());
        for (int at = 0; at < name.length(); at++) {
          if (name.charAt(at) != '.') {
            String other = name.substring(0, at) + "z" + name.substring(at + 1);
            if (find(matcher, other, "https", 443) != null) {
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
      assertThat(id(find(first, "x.io", "https", 443))).isEqualTo("a");
      assertThat(id(find(second, "x.io", "https", 443))).isEqualTo("b");
      assertThat(find(third, "x.io", "https", 443)).isNull();
    }
  }

  @Test
  void whoGetsNoRoomInASharedMemoryHasOneOfHisOwn() {
    CompiledMatcher listing = CompiledMatcher.of(catalog(entry("a", OPTIONAL, "x.io")));
    HostMatcher last = new HostMatcher(CompiledMatcher.of(Catalog.EMPTY));
    for (int i = 0; i < 70_000; i++) {
      last = last.beside(i % 2 == 0 ? CompiledMatcher.of(Catalog.EMPTY) : listing);
      Match found = find(last, "x.io", "https", 443);
      assertThat(found == null).as("%s", i).isEqualTo(i % 2 == 0);
    }
  }

  /** More terms than the memory has numbers for, and more than a byte has. */
  @Test
  void everyEntryOfACatalogWithManyTermsKeepsItsOwn() {
    int size = 400;
    CatalogEntry[] entries = new CatalogEntry[size];
    for (int i = 0; i < size; i++) {
      entries[i] = entry("e" + i, OPTIONAL, "h" + i + ".x.io", "tcp:" + (1000 + i));
    }
    HostMatcher matcher = new HostMatcher(CompiledMatcher.of(catalog(entries)));

    for (int time = 0; time < 3; time++) {
      for (int i = 0; i < size; i++) {
        assertThat(find(matcher, "h" + i + ".x.io", "tcp", 1000 + i).wrongPort()).isFalse();
        assertThat(find(matcher, "h" + i + ".x.io", "tcp", 1001 + i).wrongPort()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".x.io", "x..io", "X.IO", "x.io.", "é.io"})
  void textThatIsNoNormalNameIsNoError(String text) {
    HostMatcher matcher =
        new HostMatcher(CompiledMatcher.of(catalog(entry("a", OPTIONAL, "a.x.io"))));

    assertThat(find(matcher, text, "https", 443)).isNull();
    assertThat(find(matcher, text, "https", 443)).isNull();
  }

  @Test
  void aRangeOutsideTheArrayIsRefused() {
    HostMatcher matcher = new HostMatcher(CompiledMatcher.of(Catalog.EMPTY));

    assertThatThrownBy(() -> matcher.find(new byte[4], 2, 5, "https", 443, 0))
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
    HostMatcher matcher = new HostMatcher(compiled, new HostMemo(6, 8, 1)); // grows on the way
    long seed = 11;
    Random random = new Random(seed);
    String[] tails = {".c.b.x.io", ".b.x.io", "ab.x.io", ".x.io", ".y.io"};

    for (int i = 0; i < 60_000; i++) {
      String host = "n" + random.nextInt(20_000) + tails[random.nextInt(tails.length)];
      int port = random.nextBoolean() ? 443 : 80;
      String protocol = port == 443 ? "https" : "http";
      assertThat(find(matcher, host, protocol, port))
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
      assertThat(find(matcher, name, "https", 443) != null).as(name).isEqualTo(exact);
      Match below = find(matcher, "a.b." + name, "https", 443);
      assertThat(below == null ? null : id(below)).as(name).isEqualTo(exact ? null : "e" + i);
      assertThat(find(matcher, "s" + name, "https", 443)).as("s" + name).isNull();
    }
  }

  /** The answer in one piece. */
  private static Match find(HostMatcher matcher, String host, String protocol, int port) {
    byte[] bytes = host.getBytes(StandardCharsets.UTF_8);
    CatalogEntry entry = matcher.find(bytes, 0, bytes.length, protocol, port, 0);
    return entry == null ? null : new Match(entry, matcher.wrongPort(), false);
  }

  private static String id(Match match) {
    assertThat(match).isNotNull();
    return match.entry().id();
  }
}
