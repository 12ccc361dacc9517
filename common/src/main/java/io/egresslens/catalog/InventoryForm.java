package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How an inventory is written as bytes: field by field, in the order of the records, sets and maps
 * sorted. Part of {@link CatalogEdition}, whose number of format covers it.
 */
final class InventoryForm {
  private static final List<Cloud> CLOUDS = List.of(Cloud.values());
  private static final List<Lockdown> LOCKDOWNS = List.of(Lockdown.values());
  private static final List<FeatureState> STATES = List.of(FeatureState.values());
  private static final List<PatternPart.Hole> HOLES = List.of(PatternPart.Hole.values());

  private InventoryForm() {}

  @FunctionalInterface
  private interface Writing<T> {
    void write(T value, DataOutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(DataInputStream in) throws IOException;
  }

  static void write(ClusterInventory inventory, DataOutputStream out) throws IOException {
    writeAll(inventory.clusters(), InventoryForm::writeCluster, out);
    writeAll(inventory.accepts(), InventoryForm::writeAccept, out);
  }

  static ClusterInventory read(DataInputStream in) throws IOException {
    List<Cluster> clusters = readAll(InventoryForm::readCluster, in);
    return new ClusterInventory(clusters, readAll(InventoryForm::readAccept, in));
  }

  private static void writeCluster(Cluster cluster, DataOutputStream out) throws IOException {
    writeText(cluster.name(), out);
    out.writeByte(CLOUDS.indexOf(cluster.cloud()));
    writeText(cluster.region(), out);
    writeText(cluster.domain(), out);
    out.writeByte(LOCKDOWNS.indexOf(cluster.egressLockdown()));
    writeAll(cluster.gatewayDomains(), InventoryForm::writeText, out);
    writeAll(cluster.sources(), InventoryForm::writePrefix, out);
    writeAll(new TreeSet<>(cluster.firewalls()), InventoryForm::writeText, out);
    out.writeInt(cluster.features().size());
    for (Map.Entry<String, FeatureState> feature : new TreeMap<>(cluster.features()).entrySet()) {
      writeText(feature.getKey(), out);
      out.writeByte(STATES.indexOf(feature.getValue()));
    }
  }

  private static Cluster readCluster(DataInputStream in) throws IOException {
    return new Cluster(
        readText(in),
        CLOUDS.get(in.readByte()),
        readText(in),
        readText(in),
        LOCKDOWNS.get(in.readByte()),
        readAll(InventoryForm::readText, in),
        readAll(InventoryForm::readPrefix, in),
        new HashSet<>(readAll(InventoryForm::readText, in)),
        readFeatures(in));
  }

  private static Map<String, FeatureState> readFeatures(DataInputStream in) throws IOException {
    Map<String, FeatureState> features = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      features.put(readText(in), STATES.get(in.readByte()));
    }
    return features;
  }

  private static void writeAccept(Accept accept, DataOutputStream out) throws IOException {
    out.writeBoolean(accept.pattern() != null);
    if (accept.pattern() != null) {
      writePattern(accept.pattern(), out);
    } else {
      writePrefix(accept.prefix(), out);
    }
    writeAll(accept.ports(), (port, o) -> writeText(port.toString(), o), out);
    writeAll(new TreeSet<>(accept.clusters()), InventoryForm::writeText, out);
    writeText(accept.owner(), out);
    writeText(accept.reason(), out);
    Instant until = accept.until();
    out.writeLong(until.getEpochSecond());
    out.writeInt(until.getNano());
    writeText(accept.location().file(), out);
    out.writeInt(accept.location().line());
  }

  private static Accept readAccept(DataInputStream in) throws IOException {
    boolean ofNames = in.readBoolean();
    return new Accept(
        ofNames ? readPattern(in) : null,
        ofNames ? null : readPrefix(in),
        readAll(i -> PortSpec.parse(readText(i)), in),
        new HashSet<>(readAll(InventoryForm::readText, in)),
        readText(in),
        readText(in),
        Instant.ofEpochSecond(in.readLong(), in.readInt()),
        new Location(readText(in), in.readInt()));
  }

  private static void writePattern(Pattern pattern, DataOutputStream out) throws IOException {
    writeAll(
        pattern.parts(),
        (part, o) -> {
          o.writeByte(HOLES.indexOf(part.hole()));
          writeText(part.text(), o);
        },
        out);
    writeText(pattern.path(), out);
    out.writeBoolean(pattern.isTemplate());
  }

  private static Pattern readPattern(DataInputStream in) throws IOException {
    List<PatternPart> parts =
        readAll(i -> new PatternPart(HOLES.get(i.readByte()), readText(i)), in);
    return new Pattern(parts, readText(in), in.readBoolean());
  }

  private static void writePrefix(AddressPrefix prefix, DataOutputStream out) throws IOException {
    out.writeLong(prefix.address().high());
    out.writeLong(prefix.address().low());
    out.writeShort(prefix.length());
  }

  private static AddressPrefix readPrefix(DataInputStream in) throws IOException {
    return new AddressPrefix(new IpAddress(in.readLong(), in.readLong()), in.readShort());
  }

  private static <T> void writeAll(Collection<T> values, Writing<T> each, DataOutputStream out)
      throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      each.write(value, out);
    }
  }

  private static <T> List<T> readAll(Reading<T> each, DataInputStream in) throws IOException {
    List<T> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      values.add(each.read(in));
    }
    return values;
  }

  /** May be null. */
  private static void writeText(String text, DataOutputStream out) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
