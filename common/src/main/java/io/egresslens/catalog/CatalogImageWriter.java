package io.egresslens.catalog;

import io.egresslens.catalog.CatalogImageReader.Frame;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Writes a catalog as {@link CatalogImage} lays it out. For one catalog; not thread-safe. */
final class CatalogImageWriter {
  static final byte[] HEAD = {'E', 'L', 'C', 2};
  static final int SUM_BYTES = 4;

  /** The shape of an entry: what it matches, in the lowest two bits, and what it has beside. */
  static final int LITERAL = 0;

  static final int STAR_LITERAL = 1;
  static final int PARTS = 2;
  static final int ADDRESS = 3;
  static final int MATCH = 3;
  static final int TEMPLATE = 4;
  static final int PATH = 8;
  static final int REPLACED = 16;
  static final int PURPOSE = 32;
  static final int SOURCE_LINE = 128;

  /** With {@link #ADDRESS}: the name of a set in the place of a range. */
  static final int TAG = 64;

  private final Map<Frame, Integer> frames = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private Frame frame;
  private int frameNumber;
  private String id = "";
  private byte[] bytes = new byte[1 << 12];
  private int size;

  byte[] write(Catalog catalog) {
    for (byte b : HEAD) {
      putByte(b);
    }
    putText(catalog.version());
    putNumber(catalog.entries().size());
    for (CatalogEntry entry : catalog.entries()) {
      putEntry(entry);
    }
    putNumber(catalog.sharedSuffixes().size());
    for (SharedSuffix suffix : catalog.sharedSuffixes()) {
      putText(suffix.suffix());
      putByte(CatalogImageReader.bits(suffix.clouds()));
      putSource(suffix.source());
      putNumber(suffix.source().line());
      putLocation(suffix.location());
    }
    putNumber(catalog.addressSets().size());
    for (AddressSet set : catalog.addressSets()) {
      putAddressSet(set);
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, size);
    for (int shift = 24; shift >= 0; shift -= 8) {
      putByte((int) (sum.getValue() >>> shift));
    }
    return Arrays.copyOf(bytes, size);
  }

  private void putAddressSet(AddressSet set) {
    putText(set.name());
    putInstant(set.period().from());
    putInstant(set.period().to());
    putSource(set.source());
    putNumber(set.source().line());
    putLocation(set.location());
    putNumber(set.prefixes().size());
    long high = 0;
    long low = 0;
    for (AddressPrefix prefix : set.prefixes()) {
      IpAddress address = prefix.address();
      // Steps of one half only: the lower one starts anew where the upper one moves.
      boolean sameHigh = address.high() == high;
      putLongNumber(address.high() - high);
      putLongNumber(sameHigh ? address.low() - low : address.low());
      putByte(prefix.length());
      high = address.high();
      low = address.low();
    }
  }

  private void putEntry(CatalogEntry entry) {
    putFrame(entry);
    putId(entry.id());
    Pattern pattern = entry.pattern();
    int shape = pattern == null ? ADDRESS : shape(pattern);
    shape |= entry.tag() == null ? 0 : TAG;
    shape |= entry.replacedBy() == null ? 0 : REPLACED;
    shape |= entry.purpose() == null ? 0 : PURPOSE;
    shape |= entry.source().line() == 0 ? 0 : SOURCE_LINE;
    putByte(shape);
    if (entry.tag() != null) {
      putName(entry.tag());
    } else if (pattern == null) {
      putLong(entry.prefix().address().high());
      putLong(entry.prefix().address().low());
      putByte(entry.prefix().length());
    } else {
      putPattern(pattern, shape & MATCH);
    }
    putNumber(entry.location().line());
    if (entry.source().line() != 0) {
      putNumber(entry.source().line());
    }
    if (entry.replacedBy() != null) {
      putText(entry.replacedBy());
    }
    if (entry.purpose() != null) {
      putName(entry.purpose());
    }
  }

  private static int shape(Pattern pattern) {
    List<PatternPart> parts = pattern.parts();
    int shape = PARTS;
    if (parts.get(parts.size() - 1).isLiteral()) {
      if (parts.size() == 1) {
        shape = LITERAL;
      } else if (parts.size() == 2 && parts.get(0).equals(PatternPart.STAR)) {
        shape = STAR_LITERAL;
      }
    }
    return shape | (pattern.isTemplate() ? TEMPLATE : 0) | (pattern.path() == null ? 0 : PATH);
  }

  private void putPattern(Pattern pattern, int shape) {
    List<PatternPart> parts = pattern.parts();
    if (shape == PARTS) {
      putNumber(parts.size());
      for (PatternPart part : parts) {
        putByte(CatalogImageReader.HOLES.indexOf(part.hole()));
        putText(part.text());
      }
    } else {
      putText(parts.get(parts.size() - 1).text());
    }
    if (pattern.path() != null) {
      putText(pattern.path());
    }
  }

  private void putFrame(CatalogEntry entry) {
    if (frame == null || !frame.isOf(entry)) {
      frame = Frame.of(entry);
      Integer known = frames.putIfAbsent(frame, frames.size());
      frameNumber = known == null ? frames.size() - 1 : known;
      putNumber(frameNumber);
      if (known == null) {
        putNewFrame();
      }
    } else {
      putNumber(frameNumber);
    }
  }

  private void putNewFrame() {
    putName(frame.group());
    putByte(CatalogImageReader.LEVELS.indexOf(frame.level()));
    putNumber(frame.ports().size());
    for (PortSpec port : frame.ports()) {
      putName(port.protocol());
      putNumber(port.port());
    }
    putByte(CatalogImageReader.bits(frame.clouds()));
    putInstant(frame.validFrom());
    putInstant(frame.validTo());
    putSource(frame.source());
    putName(frame.file());
  }

  private void putSource(SourceRef source) {
    putName(source.document());
    putName(source.section());
    putName(source.date());
  }

  private void putLocation(Location location) {
    putName(location.file());
    putNumber(location.line());
  }

  private void putInstant(Instant instant) {
    putByte(instant == null ? 0 : 1);
    if (instant != null) {
      putLong(instant.getEpochSecond());
      putNumber(instant.getNano());
    }
  }

  /** Ids are sorted: each begins much like the one before. */
  private void putId(String next) {
    int shared = 0;
    int most = Math.min(id.length(), next.length());
    while (shared < most && id.charAt(shared) == next.charAt(shared)) {
      shared++;
    }
    putNumber(shared);
    putText(next, shared);
    id = next;
  }

  /** A text that comes again; 0 is null. */
  private void putName(String text) {
    if (text == null) {
      putNumber(0);
      return;
    }
    Integer known = names.putIfAbsent(text, names.size() + 1);
    putNumber(known == null ? names.size() : known);
    if (known == null) {
      putText(text);
    }
  }

  private void putText(String text) {
    putText(text, 0);
  }

  /** Twice the length, and one more when a char takes two bytes; then the chars. */
  private void putText(String text, int from) {
    int length = text.length() - from;
    int seen = 0;
    for (int i = from; i < text.length(); i++) {
      seen |= text.charAt(i);
    }
    boolean wide = seen > 0xff;
    putNumber(2 * length + (wide ? 1 : 0));
    require(2 * length);
    for (int i = from; i < text.length(); i++) {
      if (wide) {
        bytes[size++] = (byte) (text.charAt(i) >>> 8);
      }
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  /** Seven bits a byte, low ones first. */
  private void putNumber(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      putByte(rest | 0x80);
      rest >>>= 7;
    }
    putByte(rest);
  }

  /** The same for longs, which count as unsigned. */
  private void putLongNumber(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      putByte((int) rest | 0x80);
      rest >>>= 7;
    }
    putByte((int) rest);
  }

  private void putLong(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      putByte((int) (value >>> shift));
    }
  }

  private void putByte(int value) {
    require(1);
    bytes[size++] = (byte) value;
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), size + (size >> 1)));
    }
  }
}
