package io.egresslens.catalog;

import static io.egresslens.catalog.CatalogImageWriter.HEAD;
import static io.egresslens.catalog.CatalogImageWriter.SUM_BYTES;

import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/** Reads what {@link CatalogImageWriter} wrote. For one image; not thread-safe. */
final class CatalogImageReader {
  /** What entries have in common; entries that are read share it, so a catalog takes less heap. */
  record Frame(
      String group,
      Level level,
      List<PortSpec> ports,
      Set<Cloud> clouds,
      Instant validFrom,
      Instant validTo,
      SourceRef source,
      String file) {
    static Frame of(CatalogEntry entry) {
      return new Frame(
          entry.group(),
          entry.level(),
          entry.ports(),
          entry.clouds(),
          entry.validFrom(),
          entry.validTo(),
          entry.source().atLine(0),
          entry.location().file());
    }

    boolean isOf(CatalogEntry entry) {
      return equals(of(entry));
    }
  }

  static final List<Level> LEVELS = List.of(Level.values());
  private static final List<Cloud> CLOUDS = List.of(Cloud.values());
  static final List<PatternPart.Hole> HOLES = List.of(PatternPart.Hole.values());

  private final byte[] bytes;
  private final int end;
  private final List<Frame> frames = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private String id = "";
  private int at = HEAD.length;

  CatalogImageReader(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length - SUM_BYTES;
  }

  /**
   * Checks head and sum, and says the version.
   *
   * @throws IllegalArgumentException in plain words
   */
  static String version(byte[] bytes) {
    int end = bytes.length - SUM_BYTES;
    if (end < HEAD.length || !Arrays.equals(bytes, 0, 3, HEAD, 0, 3)) {
      throw refused("they do not begin like one");
    }
    if (bytes[3] != HEAD[3]) {
      throw refused("format " + bytes[3] + " is not known, only " + HEAD[3]);
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, end);
    int written = 0;
    for (int i = end; i < bytes.length; i++) {
      written = written << 8 | (bytes[i] & 0xff);
    }
    if ((int) sum.getValue() != written) {
      throw refused("their sum is wrong: they were damaged or cut short on the way");
    }
    try {
      return new CatalogImageReader(bytes).text();
    } catch (IndexOutOfBoundsException e) {
      throw refused("they end too early");
    }
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("these bytes are no image of a catalog: " + why);
  }

  /** Reads all of it; head and sum were checked. */
  Catalog read() {
    try {
      String version = text();
      CatalogEntry[] entries = new CatalogEntry[count()];
      for (int i = 0; i < entries.length; i++) {
        entries[i] = entry();
      }
      SharedSuffix[] suffixes = new SharedSuffix[count()];
      for (int i = 0; i < suffixes.length; i++) {
        suffixes[i] = new SharedSuffix(text(), clouds(), source().atLine(number()), location());
      }
      AddressSet[] sets = new AddressSet[count()];
      for (int i = 0; i < sets.length; i++) {
        sets[i] = addressSet();
      }
      if (at != end) {
        throw refused("something follows");
      }
      return new Catalog(
          Arrays.asList(entries), Arrays.asList(suffixes), Arrays.asList(sets), version);
    } catch (IndexOutOfBoundsException
        | NullPointerException
        | IllegalArgumentException
        | DateTimeException
        | ArithmeticException e) {
      throw (IllegalArgumentException)
          refused("they hold what no catalog holds: " + e.getMessage()).initCause(e);
    }
  }

  private AddressSet addressSet() {
    String name = text();
    Period period = new Period(instant(), instant());
    SourceRef source = source().atLine(number());
    Location location = location();
    AddressPrefix[] prefixes = new AddressPrefix[count()];
    long high = 0;
    long low = 0;
    for (int i = 0; i < prefixes.length; i++) {
      long step = longNumber();
      low = longNumber() + (step == 0 ? low : 0);
      high += step;
      prefixes[i] = new AddressPrefix(new IpAddress(high, low), oneByte());
    }
    return new AddressSet(name, Arrays.asList(prefixes), period, source, location);
  }

  private CatalogEntry entry() {
    Frame frame = frame();
    int shared = number();
    id = id.substring(0, shared) + text();
    int shape = oneByte();
    Pattern pattern = null;
    AddressPrefix prefix = null;
    String tag = null;
    if ((shape & CatalogImageWriter.TAG) != 0) {
      tag = name();
    } else if ((shape & CatalogImageWriter.MATCH) == CatalogImageWriter.ADDRESS) {
      prefix = new AddressPrefix(new IpAddress(eightBytes(), eightBytes()), oneByte());
    } else {
      pattern = pattern(shape);
    }
    int line = number();
    SourceRef source =
        (shape & CatalogImageWriter.SOURCE_LINE) == 0
            ? frame.source()
            : frame.source().atLine(number());
    return new CatalogEntry(
        id,
        frame.group(),
        frame.level(),
        pattern,
        prefix,
        tag,
        frame.ports(),
        frame.clouds(),
        frame.validFrom(),
        frame.validTo(),
        (shape & CatalogImageWriter.REPLACED) == 0 ? null : text(),
        (shape & CatalogImageWriter.PURPOSE) == 0 ? null : name(),
        source,
        new Location(frame.file(), line));
  }

  private Pattern pattern(int shape) {
    List<PatternPart> parts =
        switch (shape & CatalogImageWriter.MATCH) {
          case CatalogImageWriter.LITERAL -> List.of(PatternPart.literal(text()));
          case CatalogImageWriter.STAR_LITERAL ->
              List.of(PatternPart.STAR, PatternPart.literal(text()));
          default -> parts();
        };
    String path = (shape & CatalogImageWriter.PATH) == 0 ? null : text();
    return new Pattern(parts, path, (shape & CatalogImageWriter.TEMPLATE) != 0);
  }

  private List<PatternPart> parts() {
    PatternPart[] parts = new PatternPart[count()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new PatternPart(HOLES.get(oneByte()), text());
    }
    return List.of(parts);
  }

  private Frame frame() {
    int number = number();
    if (number == frames.size()) {
      frames.add(newFrame());
    }
    return frames.get(number);
  }

  private Frame newFrame() {
    String group = name();
    Level level = LEVELS.get(oneByte());
    PortSpec[] ports = new PortSpec[count()];
    for (int i = 0; i < ports.length; i++) {
      ports[i] = new PortSpec(name(), number());
    }
    return new Frame(
        group, level, List.of(ports), clouds(), instant(), instant(), source(), name());
  }

  private SourceRef source() {
    return new SourceRef(name(), name(), name(), 0);
  }

  private Location location() {
    return new Location(name(), number());
  }

  private Instant instant() {
    return oneByte() == 0 ? null : Instant.ofEpochSecond(eightBytes(), number());
  }

  static int bits(Set<Cloud> clouds) {
    int bits = 0;
    for (Cloud cloud : clouds) {
      bits |= 1 << CLOUDS.indexOf(cloud);
    }
    return bits;
  }

  private Set<Cloud> clouds() {
    int bits = oneByte();
    Set<Cloud> clouds = EnumSet.noneOf(Cloud.class);
    for (int i = 0; bits >> i != 0; i++) {
      if ((bits >> i & 1) != 0) {
        clouds.add(CLOUDS.get(i));
      }
    }
    return Set.copyOf(clouds);
  }

  private String name() {
    int number = number();
    if (number == names.size() + 1) {
      names.add(text());
    }
    return number == 0 ? null : names.get(number - 1);
  }

  private String text() {
    int head = number();
    int length = head >>> 1;
    int from = at;
    at = Math.addExact(at, (head & 1) == 0 ? length : Math.multiplyExact(2, length));
    if (at > end) {
      throw new IndexOutOfBoundsException("a text ends behind the end");
    }
    if ((head & 1) == 0) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
    char[] wide = new char[length];
    for (int i = 0; i < length; i++) {
      wide[i] = (char) ((bytes[from + 2 * i] << 8) | (bytes[from + 2 * i + 1] & 0xff));
    }
    return new String(wide);
  }

  /** A number of things of at least a byte each. */
  private int count() {
    int count = number();
    if (count < 0 || count > end - at) {
      throw new IndexOutOfBoundsException("more things than bytes: " + count);
    }
    return count;
  }

  private int number() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int part = oneByte();
      value |= (part & 0x7f) << shift;
      if (part < 0x80) {
        return value;
      }
    }
  }

  private long longNumber() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int part = oneByte();
      value |= (long) (part & 0x7f) << shift;
      if (part < 0x80) {
        return value;
      }
    }
  }

  private long eightBytes() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | oneByte();
    }
    return value;
  }

  private int oneByte() {
    if (at >= end) {
      throw new IndexOutOfBoundsException("they end too early");
    }
    return bytes[at++] & 0xff;
  }
}
