package io.egresslens.alert;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.window.PartialSum;
import io.egresslens.window.SourceSet;
import io.egresslens.window.SummaryKey;
import io.egresslens.window.Timeline;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link SubjectMemory} as bytes. The same memory gives the same bytes; a change of the form
 * needs a new version of whatever holds them.
 */
final class MemoryBytes {
  private MemoryBytes() {}

  static void write(SubjectMemory memory, DataOutput out) throws IOException {
    out.writeUTF(memory.kind.name());
    out.writeLong(memory.prunedTo);
    out.writeLong(memory.generation);
    writeText(memory.catalogVersion, out);
    writeTimeline(memory.failed.timeline(), out);
    writeTimeline(memory.succeeded.timeline(), out);
    out.writeInt(memory.names.size());
    for (Map.Entry<Long, NameSlot> slot : memory.names.entrySet()) {
      out.writeLong(slot.getKey());
      long[] hashes = slot.getValue().names().hashes();
      out.writeInt(hashes.length);
      for (long hash : hashes) {
        out.writeLong(hash);
      }
    }
    out.writeInt(memory.lanes.size());
    for (Map.Entry<Lane, LaneMemory> lane : memory.lanes.entrySet()) {
      out.writeUTF(lane.getKey().expectation().name());
      out.writeUTF(lane.getKey().action().name());
      writeLane(lane.getValue(), out);
    }
  }

  static SubjectMemory read(DataInput in) throws IOException {
    SubjectMemory memory = new SubjectMemory(SubjectKind.valueOf(in.readUTF()));
    memory.prunedTo = in.readLong();
    memory.generation = in.readLong();
    memory.catalogVersion = readText(in);
    readTimeline(in, memory.failed);
    readTimeline(in, memory.succeeded);
    for (int slots = in.readInt(); slots > 0; slots--) {
      long start = in.readLong();
      long[] hashes = new long[in.readInt()];
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = in.readLong();
      }
      memory.names.put(start, NameSlot.of(new DistinctNames(hashes)));
    }
    for (int lanes = in.readInt(); lanes > 0; lanes--) {
      Expectation expectation = Expectation.valueOf(in.readUTF());
      readLane(in, memory.lane(expectation, Action.valueOf(in.readUTF())));
    }
    return memory;
  }

  private static void writeLane(LaneMemory lane, DataOutput out) throws IOException {
    out.writeLong(lane.firstSeen);
    writeTimeline(lane.panes.timeline(), out);
    writeTimeline(lane.minutes.timeline(), out);
    out.writeBoolean(lane.hasManyFaces);
    out.writeInt(lane.facePanes.size());
    for (Map.Entry<SummaryKey, Tally> face : lane.facePanes.entrySet()) {
      writeKey(face.getKey(), out);
      writeTimeline(face.getValue().timeline(), out);
    }
    out.writeInt(lane.windows.size());
    for (WindowNotes window : lane.windows.values()) {
      writeSum(window.whole(), out);
      Map<SummaryKey, PartialSum> faces = window.faces();
      out.writeInt(faces.size());
      for (PartialSum face : faces.values()) {
        writeSum(face, out);
      }
    }
  }

  private static void readLane(DataInput in, LaneMemory lane) throws IOException {
    lane.firstSeen = in.readLong();
    readTimeline(in, lane.panes);
    readTimeline(in, lane.minutes);
    lane.hasManyFaces = in.readBoolean();
    for (int faces = in.readInt(); faces > 0; faces--) {
      Tally panes = new Tally();
      lane.facePanes.put(readKey(in), panes);
      readTimeline(in, panes);
    }
    for (int windows = in.readInt(); windows > 0; windows--) {
      PartialSum whole = readSum(in);
      TreeMap<SummaryKey, PartialSum> faces = new TreeMap<>(LaneMemory.BY_FACE);
      for (int left = in.readInt(); left > 0; left--) {
        PartialSum face = readSum(in);
        faces.put(face.key(), face);
      }
      lane.windows.put(whole.windowStartMillis(), WindowNotes.of(whole, faces));
    }
  }

  /** Starts as distances, flows as they are, seven bits a byte: both are small. */
  static void writeTimeline(Timeline timeline, DataOutput out) throws IOException {
    out.writeInt(timeline.panes());
    long last = 0;
    for (int i = 0; i < timeline.panes(); i++) {
      writeVarint(timeline.starts()[i] - last, out);
      writeVarint(timeline.flows()[i], out);
      last = timeline.starts()[i];
    }
  }

  private static void readTimeline(DataInput in, Tally to) throws IOException {
    long last = 0;
    for (int panes = in.readInt(); panes > 0; panes--) {
      last += readVarint(in);
      to.add(last, readVarint(in));
    }
  }

  private static void writeKey(SummaryKey key, DataOutput out) throws IOException {
    writeText(key.firewall(), out);
    writeText(key.cluster(), out);
    writeText(key.destination(), out);
    out.writeInt(key.port());
    writeText(key.protocol(), out);
    writeText(key.action().name(), out);
    writeText(key.expectation().name(), out);
    writeText(key.entry(), out);
  }

  private static SummaryKey readKey(DataInput in) throws IOException {
    return new SummaryKey(
        readText(in),
        readText(in),
        readText(in),
        in.readInt(),
        readText(in),
        Action.valueOf(readText(in)),
        Expectation.valueOf(readText(in)),
        readText(in));
  }

  private static void writeSum(PartialSum sum, DataOutput out) throws IOException {
    writeKey(sum.key(), out);
    out.writeLong(sum.windowStartMillis());
    writeText(sum.catalogVersion(), out);
    out.writeLong(sum.generation());
    writeText(sum.clusterDomain(), out);
    out.writeLong(sum.flows());
    writeBytes(sum.sources().packed(), out);
    writeBytes(sum.sources().sketch(), out);
    writeInstant(sum.firstSeen(), out);
    writeInstant(sum.lastSeen(), out);
    out.writeInt(sum.rules().size());
    for (Map.Entry<String, Long> rule : new TreeMap<>(sum.rules()).entrySet()) {
      writeText(rule.getKey(), out);
      out.writeLong(rule.getValue());
    }
  }

  private static PartialSum readSum(DataInput in) throws IOException {
    SummaryKey key = readKey(in);
    long window = in.readLong();
    String version = readText(in);
    long generation = in.readLong();
    String domain = readText(in);
    long flows = in.readLong();
    SourceSet sources = new SourceSet(readBytes(in), readBytes(in));
    Instant first = readInstant(in);
    Instant last = readInstant(in);
    Map<String, Long> rules = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      rules.put(readText(in), in.readLong());
    }
    return new PartialSum(
        key, window, version, generation, domain, flows, sources, first, last, rules);
  }

  private static void writeInstant(Instant time, DataOutput out) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant readInstant(DataInput in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  /** By its length, so that a name of any length and no name at all both fit. */
  static void writeText(String text, DataOutput out) throws IOException {
    out.writeInt(text == null ? -1 : text.length());
    if (text != null) {
      out.writeChars(text);
    }
  }

  static String readText(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(in.readChar());
    }
    return text.toString();
  }

  private static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    int length = in.readInt();
    byte[] bytes = length < 0 ? null : new byte[length];
    if (bytes != null) {
      in.readFully(bytes);
    }
    return bytes;
  }

  private static void writeVarint(long value, DataOutput out) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) (rest | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readVarint(DataInput in) throws IOException {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.readByte();
      value |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
