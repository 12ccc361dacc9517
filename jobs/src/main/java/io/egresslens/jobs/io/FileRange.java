package io.egresslens.jobs.io;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The lines that begin in {@code [from, to)} of a file, or the whole file in whatever form.
 *
 * @param path the file as the user named it
 * @param to the file's size when it is read whole
 * @param whole whether it is
 * @param blocksRead how many blocks of it were handed on before a restore
 */
record FileRange(String path, long from, long to, boolean whole, long blocksRead)
    implements SourceSplit, Serializable {

  @Override
  public String splitId() {
    return path + "@" + from;
  }

  FileRange afterBlocks(long blocks) {
    return new FileRange(path, from, to, whole, blocks);
  }

  /** Of ranges that nobody has read yet. */
  static final class ListSerializer implements SimpleVersionedSerializer<List<FileRange>> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(List<FileRange> ranges) throws IOException {
      DataOutputSerializer out = new DataOutputSerializer(64);
      out.writeInt(ranges.size());
      for (FileRange range : ranges) {
        out.writeUTF(range.path);
        out.writeLong(range.from);
        out.writeLong(range.to);
        out.writeBoolean(range.whole);
        out.writeLong(range.blocksRead);
      }
      return out.getCopyOfBuffer();
    }

    @Override
    public List<FileRange> deserialize(int version, byte[] bytes) throws IOException {
      DataInputDeserializer in = new DataInputDeserializer(bytes);
      int size = in.readInt();
      List<FileRange> ranges = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        ranges.add(
            new FileRange(
                in.readUTF(), in.readLong(), in.readLong(), in.readBoolean(), in.readLong()));
      }
      return ranges;
    }
  }

  /** Of one range. */
  static final class Serializer implements SimpleVersionedSerializer<FileRange> {
    private final ListSerializer lists = new ListSerializer();

    @Override
    public int getVersion() {
      return lists.getVersion();
    }

    @Override
    public byte[] serialize(FileRange range) throws IOException {
      return lists.serialize(List.of(range));
    }

    @Override
    public FileRange deserialize(int version, byte[] bytes) throws IOException {
      return lists.deserialize(version, bytes).get(0);
    }
  }
}
