package io.egresslens.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.flow.AddressPrefix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogImageTest {
  private static final long SEED = 20_261_122;

  /** Past the catalogs that this process knows. */
  private static Catalog reread(Catalog catalog) {
    return new CatalogImageReader(catalog.image().toBytes()).read();
  }

  private static void mustBeTheSame(Catalog read, Catalog catalog, String as) {
    assertThat(read.version()).as(as).isEqualTo(catalog.version());
    assertThat(read.entries()).as(as).isEqualTo(catalog.entries());
    assertThat(read.sharedSuffixes()).as(as).isEqualTo(catalog.sharedSuffixes());
    assertThat(read.addressSets()).as(as).isEqualTo(catalog.addressSets());
    for (int i = 0; i < catalog.entries().size(); i++) {
      Pattern pattern = catalog.entries().get(i).pattern();
      Pattern again = read.entries().get(i).pattern();
      if (pattern != null) {
        assertThat(again.text()).as(as).isEqualTo(pattern.text());
        assertThat(again.anchor()).as(as).isEqualTo(pattern.anchor());
        assertThat(again.variables()).as(as).isEqualTo(pattern.variables());
      }
    }
  }

  @Test
  void theShippedCatalogsComeBackWithEveryField() {
    Catalog all = CatalogLoader.load(CatalogLoader.BY_NAME);
    mustBeTheSame(reread(all), all, "shipped");
    mustBeTheSame(reread(Catalog.EMPTY), Catalog.EMPTY, "empty");
  }

  @Test
  void anyCatalogComesBackWithEveryField() {
    for (long seed = SEED; seed < SEED + 20; seed++) {
      Catalog catalog = random(new Random(seed), 200);
      mustBeTheSame(reread(catalog), catalog, "seed " + seed);
    }
  }

  @Test
  void aCatalogThatTravelsIsTheOneThatThisProcessHas() throws Exception {
    Catalog catalog = random(new Random(SEED), 50);
    assertThat(travelled(catalog)).isSameAs(catalog);
    CatalogImage image = (CatalogImage) travelled(catalog.image());
    assertThat(image).isEqualTo(catalog.image()).isNotSameAs(catalog.image());
    assertThat(image.catalog()).isSameAs(catalog);
    assertThat(CatalogImage.of(image.toBytes()).catalog()).isSameAs(catalog);
    Catalog other = reread(random(new Random(SEED + 1), 50));
    assertThat(travelled(other)).isNotSameAs(catalog);
  }

  @Test
  void damagedBytesAreRefused() {
    Random random = new Random(SEED);
    byte[] good = random(random, 30).image().toBytes();
    for (int round = 0; round < 2_000; round++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> CatalogImage.of(bad))
          .as("seed %d, round %d", SEED, round)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("these bytes are no image of a catalog: ");
    }
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> CatalogImage.of(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aDamagedImageInAnObjectStreamIsRefusedWithTheReason() throws IOException {
    byte[] stream = written(Entries.catalog(Entries.entry("a.b", Level.NOISE, "some.example")));
    int at = new String(stream, StandardCharsets.ISO_8859_1).indexOf("some.example");
    stream[at] = 'x';
    assertThatThrownBy(() -> new ObjectInputStream(new ByteArrayInputStream(stream)).readObject())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged or cut short");
  }

  @Test
  void anotherFormatIsNamed() {
    byte[] newer = Catalog.EMPTY.image().toBytes();
    newer[3]++;
    assertThatThrownBy(() -> CatalogImage.of(newer))
        .hasMessageContaining("format 3 is not known, only 2");
    assertThatThrownBy(() -> CatalogImage.of("entries: []".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("do not begin like one");
  }

  /** Nobody promises that it is refused, only that it is nothing worse. */
  @Test
  void bytesWithARightSumAreReadOrRefused() {
    Random random = new Random(SEED);
    byte[] good = random(random, 30).image().toBytes();
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] bad = good.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        bad[4 + random.nextInt(bad.length - 8)] = (byte) random.nextInt(256);
      }
      sum(bad);
      try {
        new CatalogImageReader(CatalogImage.of(bad).toBytes()).read();
      } catch (IllegalArgumentException e) {
        refused++;
        assertThat(e).as("seed %d, round %d", SEED, round).hasMessageContaining("no image");
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  /** The bound that the class names: ids and patterns, and a few bytes. */
  @ParameterizedTest
  @ValueSource(ints = {1_000, 20_000})
  void anEntryTakesItsPatternAndAFewBytes(int entries) {
    List<CatalogEntry> filler = new ArrayList<>();
    long patterns = 0;
    for (int i = 0; i < entries; i++) {
      String name = (i % 4 == 0 ? "*." : "") + "filler-" + i + ".site-" + i % 977 + ".example.net";
      patterns += name.length();
      filler.add(Entries.entry("filler." + i, Level.REQUIRED, name));
    }
    int size = Catalog.of(filler, List.of()).image().sizeBytes();
    assertThat((double) (size - patterns) / entries).isBetween(3.0, 9.0);
  }

  @Test
  void aPrefixTakesAFewBytes() {
    Random random = new Random(SEED);
    List<AddressPrefix> prefixes = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      prefixes.add(prefix(random));
    }
    AddressSet set =
        new AddressSet("Set", prefixes, Period.ALWAYS, Entries.SOURCE, Entries.LOCATION);
    Catalog catalog = Catalog.of(List.of(), List.of(), List.of(set));
    assertThat((double) catalog.image().sizeBytes() / set.prefixes().size()).isLessThan(8);
    assertThat(reread(catalog)).isEqualTo(catalog);
  }

  private static void sum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, bytes.length - 4);
    for (int i = 0; i < 4; i++) {
      bytes[bytes.length - 4 + i] = (byte) (sum.getValue() >>> (24 - 8 * i));
    }
  }

  private static byte[] written(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object travelled(Object object) throws Exception {
    return new ObjectInputStream(new ByteArrayInputStream(written(object))).readObject();
  }

  private static Catalog random(Random random, int entries) {
    List<CatalogEntry> all = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      all.add(entry(random, "g" + random.nextInt(9) + ".e" + i));
    }
    List<SharedSuffix> suffixes =
        Stream.of("blob.example", "bus.example")
            .map(name -> new SharedSuffix(name, clouds(random), source(random), location(random)))
            .toList();
    List<AddressSet> sets = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      Instant from = instant(random);
      Period period = new Period(from, from == null ? null : from.plusSeconds(random.nextInt(99)));
      List<AddressPrefix> prefixes =
          Stream.generate(() -> prefix(random)).limit(1 + random.nextInt(40)).toList();
      sets.add(new AddressSet("Set." + i, prefixes, period, source(random), location(random)));
    }
    return Catalog.of(all, suffixes, sets);
  }

  private static CatalogEntry entry(Random random, String id) {
    boolean address = random.nextInt(5) == 0;
    boolean tag = !address && random.nextInt(5) == 0;
    return new CatalogEntry(
        id,
        "group-" + random.nextInt(4),
        Level.values()[random.nextInt(Level.values().length)],
        address || tag ? null : pattern(random),
        address ? prefix(random) : null,
        tag ? "seT." + random.nextInt(9) : null,
        ports(random),
        clouds(random),
        instant(random),
        instant(random),
        random.nextInt(6) == 0 ? "g1.e" + random.nextInt(99) : null,
        text(random),
        source(random),
        location(random));
  }

  private static Pattern pattern(Random random) {
    String name = "n" + random.nextInt(50) + ".example";
    String[] forms = {
      name,
      "*." + name,
      "*" + name,
      "*",
      "${region}." + name,
      "*.apps.${clusterDomain}",
      "a*b.*." + name,
      "api-*",
      name + "/some/Path",
      "*." + name + "/p"
    };
    try {
      Pattern pattern = Pattern.parse(Pattern.Dialect.GLOB, forms[random.nextInt(forms.length)]);
      return random.nextBoolean() ? pattern : pattern.bind(java.util.Map.of("region", "eastus"));
    } catch (InvalidPatternException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AddressPrefix prefix(Random random) {
    return AddressPrefix.parse(
        random.nextBoolean()
            ? "10." + random.nextInt(256) + ".0.0/" + (16 + random.nextInt(17))
            : String.format(
                Locale.ROOT, "2001:db8:%x::/%d", random.nextInt(999), 48 + random.nextInt(81)));
  }

  private static List<PortSpec> ports(Random random) {
    List<PortSpec> ports = new ArrayList<>();
    ports.add(new PortSpec("https", 443));
    for (int i = random.nextInt(3); i > 0; i--) {
      ports.add(
          random.nextBoolean() ? PortSpec.ANY : new PortSpec("udp", 1 + random.nextInt(65535)));
    }
    return ports;
  }

  private static Set<Cloud> clouds(Random random) {
    return random.nextBoolean() ? Set.of() : Set.of(Cloud.values()[random.nextInt(3)]);
  }

  private static Instant instant(Random random) {
    return random.nextInt(3) > 0
        ? null
        : Instant.ofEpochSecond(
            random.nextLong(-9_999_999_999L, 9_999_999_999L), random.nextInt(999));
  }

  private static SourceRef source(Random random) {
    return new SourceRef(
        "a document " + random.nextInt(3), text(random), text(random), random.nextInt(3) * 50);
  }

  private static Location location(Random random) {
    return new Location("file-" + random.nextInt(3), random.nextInt(2_000_000));
  }

  private static String text(Random random) {
    String[] texts = {
      null, null, "", "why", "g\u00fcltig", "\u2026 \ud83d\ude00", "\ud83d", "x".repeat(300)
    };
    return texts[random.nextInt(texts.length)];
  }
}
