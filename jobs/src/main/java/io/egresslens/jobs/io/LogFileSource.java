package io.egresslens.jobs.io;

import io.egresslens.ingest.BlockReader;
import io.egresslens.ingest.LogBlock;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.SimpleSplitAssigner;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.SingletonResultIterator;
import org.apache.flink.core.fs.FSDataInputStream;

/**
 * Log files as blocks of bytes. A file of lines is cut into ranges that all subtasks read side by
 * side, whatever its size; compressed files and JSON arrays are read whole by one. Cutting is ours
 * because the engine's own enumerator splits by storage blocks, and a local file has one.
 */
public final class LogFileSource {
  /** Small enough that the last ranges end together, large enough that opening costs nothing. */
  static final long RANGE_BYTES = 32L << 20;

  private static final long CLOSE_TIMEOUT_MILLIS = 1_000;

  private LogFileSource() {}

  /** A bounded source over these files; see {@link LogFiles#under}. */
  public static FileSource<LogBlock> of(List<Path> files) {
    return of(files, RANGE_BYTES);
  }

  static FileSource<LogBlock> of(List<Path> files, long rangeBytes) {
    Map<String, String> names = new HashMap<>();
    List<FileRange> ranges = new ArrayList<>();
    org.apache.flink.core.fs.Path[] paths = new org.apache.flink.core.fs.Path[files.size()];
    for (int i = 0; i < paths.length; i++) {
      paths[i] =
          org.apache.flink.core.fs.Path.fromLocalFile(files.get(i).toFile().getAbsoluteFile());
      names.put(paths[i].toString(), files.get(i).toString().replace('\\', '/'));
      ranges.addAll(rangesOf(files.get(i), paths[i].toString(), rangeBytes));
    }
    return FileSource.forBulkFileFormat(new BlockFormat(names), paths)
        .setFileEnumerator(() -> (ignored, desired) -> splits(ranges))
        .setSplitAssigner(SimpleSplitAssigner::new)
        .build();
  }

  /**
   * Tells an engine that will read files not to wait for readers that have nothing left to say. Of
   * many small files the engine now and then forgets to end one reader (FLINK-40660), and would
   * wait half a minute for it behind the last record.
   *
   * @return the same configuration
   */
  public static Configuration endPromptly(Configuration engine) {
    engine.set(SourceReaderOptions.SOURCE_READER_CLOSE_TIMEOUT, CLOSE_TIMEOUT_MILLIS);
    return engine;
  }

  /** Bytes {@code [from, to)} of a file. */
  private record FileRange(String path, long from, long to, long sizeBytes)
      implements Serializable {}

  private static List<FileRange> rangesOf(Path file, String path, long rangeBytes) {
    List<FileRange> ranges = new ArrayList<>();
    try {
      long size = Files.size(file);
      if (size <= rangeBytes || !isSplittable(file)) {
        return List.of(new FileRange(path, 0, size, size));
      }
      for (long from = 0; from < size; from += rangeBytes) {
        ranges.add(new FileRange(path, from, Math.min(size, from + rangeBytes), size));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return ranges;
  }

  private static boolean isSplittable(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return BlockReader.isSplittable(in);
    }
  }

  private static List<FileSourceSplit> splits(List<FileRange> ranges) {
    List<FileSourceSplit> splits = new ArrayList<>(ranges.size());
    for (FileRange range : ranges) {
      splits.add(
          new FileSourceSplit(
              String.format("%08d", splits.size()),
              new org.apache.flink.core.fs.Path(range.path()),
              range.from(),
              range.to() - range.from(),
              0,
              range.sizeBytes()));
    }
    return splits;
  }

  /** Reads the blocks of a range. */
  private static final class BlockFormat implements BulkFormat<LogBlock, FileSourceSplit> {
    private static final long serialVersionUID = 1L;

    private final Map<String, String> names;

    BlockFormat(Map<String, String> names) {
      this.names = Map.copyOf(names);
    }

    @Override
    public Reader<LogBlock> createReader(Configuration config, FileSourceSplit split)
        throws IOException {
      return new RangeReader(names.get(split.path().toString()), split, 0);
    }

    @Override
    public Reader<LogBlock> restoreReader(Configuration config, FileSourceSplit split)
        throws IOException {
      long blocksRead =
          split.getReaderPosition().map(position -> position.getRecordsAfterOffset()).orElse(0L);
      return new RangeReader(names.get(split.path().toString()), split, blocksRead);
    }

    @Override
    public boolean isSplittable() {
      return true;
    }

    @Override
    public TypeInformation<LogBlock> getProducedType() {
      return TypeInformation.of(LogBlock.class);
    }
  }

  private static final class RangeReader implements BulkFormat.Reader<LogBlock> {
    private final String name;
    private final BlockReader blocks;
    private long blocksRead;

    RangeReader(String name, FileSourceSplit split, long blocksToSkip) throws IOException {
      this.name = name;
      try {
        blocks = open(name, split);
        while (blocksRead < blocksToSkip && blocks.next() != null) {
          blocksRead++;
        }
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    /** The failures of a disk do not say which file it was; the last cause is what a user reads. */
    private IOException unreadable(IOException e) {
      IOException named = new IOException("cannot read " + name + ": " + e.getMessage());
      named.addSuppressed(e);
      return named;
    }

    private static BlockReader open(String name, FileSourceSplit split) throws IOException {
      FSDataInputStream in = split.path().getFileSystem().open(split.path());
      if (split.length() == split.fileSize()) {
        return BlockReader.of(name, in);
      }
      in.seek(Math.max(0, split.offset() - 1));
      return BlockReader.ofLines(name, in, split.offset(), split.offset() + split.length());
    }

    @Override
    public BulkFormat.RecordIterator<LogBlock> readBatch() throws IOException {
      LogBlock block;
      try {
        block = blocks.next();
      } catch (IOException e) {
        throw unreadable(e);
      }
      if (block == null) {
        return null;
      }
      SingletonResultIterator<LogBlock> batch = new SingletonResultIterator<>();
      batch.set(block, CheckpointedPosition.NO_OFFSET, ++blocksRead);
      return batch;
    }

    @Override
    public void close() throws IOException {
      blocks.close();
    }
  }
}
