package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.PortSpec;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * When, where and on which ports an entry counts, as numbers. Entries with equal terms share one.
 * Immutable and thread-safe.
 */
final class Terms {
  /** In the order of their bits. */
  private static final List<String> PROTOCOLS = List.of("https", "http", "mssql", "tcp", "udp");

  /** What a port is shifted by, to stand beside the bits of its protocols. */
  private static final int PORT_SHIFT = 8;

  private static final int PROTOCOL_BITS = (1 << PORT_SHIFT) - 1;

  private static final List<Cloud> CLOUDS = List.of(Cloud.values());
  private static final int EVERY_CLOUD = -1;

  private final List<PortSpec> ports;

  private final Set<Cloud> clouds;

  /** The bits of those clouds; all when it counts in every cloud. */
  private final int cloudBits;

  private final Instant from;
  private final Instant to;
  private final long validFrom;
  private final long validTo;

  /** Whether some port is {@code any}. */
  private final boolean everyPort;

  /** Port and the bits of the protocols it takes; the first one apart, as most entries have one. */
  private final int firstPort;

  private final int[] otherPorts;

  Terms(CatalogEntry entry) {
    this.ports = entry.ports();
    this.clouds = entry.clouds();
    this.cloudBits =
        clouds.isEmpty()
            ? EVERY_CLOUD
            : clouds.stream().mapToInt(Terms::bit).reduce(0, (a, b) -> a | b);
    this.from = entry.validFrom();
    this.to = entry.validTo();
    this.validFrom = from == null ? Long.MIN_VALUE : from.toEpochMilli();
    this.validTo = to == null ? Long.MAX_VALUE : to.toEpochMilli();
    this.everyPort = ports.contains(PortSpec.ANY);
    int[] packed =
        ports.stream().filter(spec -> spec.port() != 0).mapToInt(Terms::packed).toArray();
    this.firstPort = packed.length == 0 ? 0 : packed[0];
    this.otherPorts = new int[Math.max(0, packed.length - 1)];
    System.arraycopy(packed, Math.min(1, packed.length), otherPorts, 0, otherPorts.length);
  }

  /** The bit of a cloud; all bits for null, when it is not known: then every cloud counts. */
  static int bit(Cloud cloud) {
    return cloud == null ? EVERY_CLOUD : 1 << CLOUDS.indexOf(cloud);
  }

  private static int packed(PortSpec spec) {
    if (!PROTOCOLS.contains(spec.protocol())) {
      throw new IllegalStateException("the protocol of " + spec + " has no bit");
    }
    int bits = 0;
    for (String protocol : PROTOCOLS) {
      bits |= spec.covers(protocol, spec.port()) ? bit(protocol) : 0;
    }
    return spec.port() << PORT_SHIFT | bits;
  }

  /**
   * The bit of a protocol; 0 for one that only {@code any} covers.
   *
   * @param protocol lower case, or null
   */
  static int bit(String protocol) {
    int index = protocol == null ? -1 : PROTOCOLS.indexOf(protocol);
    return index < 0 ? 0 : 1 << index;
  }

  /** Whether an entry has these terms. Cheap when its parts are the same instances. */
  boolean areOf(CatalogEntry entry) {
    return same(from, entry.validFrom())
        && same(to, entry.validTo())
        && same(ports, entry.ports())
        && same(clouds, entry.clouds());
  }

  /**
   * Why an entry with these terms does not count at all.
   *
   * @param cloudBit of {@link #bit(Cloud)}
   * @return null when it counts
   */
  Standing objection(int cloudBit, long epochMillis) {
    if ((cloudBits & cloudBit) == 0) {
      return Standing.OTHER_CLOUD;
    }
    if (epochMillis < validFrom) {
      return Standing.NOT_YET_VALID;
    }
    return epochMillis >= validTo ? Standing.NO_LONGER_VALID : null;
  }

  /**
   * Whether a port is listed, see {@link PortSpec#covers}.
   *
   * @param protocolBit of {@link #bit(String)}
   */
  boolean covers(int protocolBit, int port) {
    if (covers(firstPort, protocolBit, port) || everyPort) {
      return true;
    }
    for (int other : otherPorts) {
      if (covers(other, protocolBit, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(int packed, int protocolBit, int port) {
    return packed >>> PORT_SHIFT == port && (packed & PROTOCOL_BITS & protocolBit) != 0;
  }

  private static boolean same(Object a, Object b) {
    return a == b || (a != null && a.equals(b));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Terms that
        && same(from, that.from)
        && same(to, that.to)
        && ports.equals(that.ports)
        && clouds.equals(that.clouds);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * validFrom + validTo) + 31 * ports.hashCode() + clouds.hashCode();
  }
}
