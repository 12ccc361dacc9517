package io.egresslens.jobs.flow.wire;

import io.egresslens.window.PartialSum;
import io.egresslens.window.SourceSet;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes sums. The sources, most of a sum, are packed already and copied as they are. */
final class PartialSumSerializer extends CompactSerializer<PartialSum> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 2;

  /** The version that is read: in state it may be an older one. */
  private final int version;

  PartialSumSerializer() {
    this(VERSION);
  }

  private PartialSumSerializer(int version) {
    super(0);
    this.version = version;
  }

  @Override
  void write(PartialSum sum, CompactWriter out) {
    SummaryKeyForm.write(sum.key(), out);
    out.putLong(sum.windowStartMillis());
    out.putName(sum.catalogVersion());
    out.putVarint(sum.generation());
    out.putName(sum.clusterDomain());
    out.putVarint(sum.flows());
    out.putBytes(sum.sources().packed());
    out.putBytes(sum.sources().sketch());
    writeInstant(sum.firstSeen(), out);
    writeInstant(sum.lastSeen(), out);
    out.putVarint(sum.rules().size());
    for (Map.Entry<String, Long> rule : sum.rules().entrySet()) {
      out.putName(rule.getKey());
      out.putVarint(rule.getValue());
    }
  }

  @Override
  PartialSum read(CompactReader in) {
    return new PartialSum(
        SummaryKeyForm.read(in),
        in.getLong(),
        in.getName(),
        version < 2 ? 0 : in.getVarint(),
        version < 2 ? null : in.getName(),
        in.getVarint(),
        readSources(in),
        readInstant(in),
        readInstant(in),
        readRules(in));
  }

  private static SourceSet readSources(CompactReader in) {
    byte[] packed = in.getBytes();
    return new SourceSet(packed, in.getBytes());
  }

  private static Map<String, Long> readRules(CompactReader in) {
    int count = (int) in.getVarint();
    if (count == 0) {
      return Map.of();
    }
    if (count == 1) {
      return Map.of(in.getName(), in.getVarint());
    }
    Map<String, Long> rules = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      rules.put(in.getName(), in.getVarint());
    }
    return rules;
  }

  static void writeInstant(Instant time, CompactWriter out) {
    out.putLong(time.getEpochSecond());
    out.putInt(time.getNano());
  }

  static Instant readInstant(CompactReader in) {
    return Instant.ofEpochSecond(in.getLong(), in.getInt());
  }

  @Override
  public TypeSerializer<PartialSum> duplicate() {
    return new PartialSumSerializer(version);
  }

  @Override
  public TypeSerializerSnapshot<PartialSum> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version of sums in a checkpoint. Made by Flink by its name. */
  public static final class Snapshot extends CompactSnapshot<PartialSum> {
    public Snapshot() {
      super(VERSION);
    }

    @Override
    CompactSerializer<PartialSum> serializer(int version) {
      return new PartialSumSerializer(version);
    }
  }
}
