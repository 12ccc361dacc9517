package io.egresslens.jobs.io;

import io.egresslens.ingest.BlockReader;
import io.egresslens.ingest.LogBlock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Log files as blocks of bytes. A file of lines is cut into ranges that all subtasks read side by
 * side, whatever its size; compressed files and JSON arrays are read whole by one.
 *
 * <p>A block is good until the next one: whatever is chained to this source must be done with its
 * array, or copy it, when the call that brings it returns.
 */
public final class LogFileSource
    implements Source<LogBlock, FileRange, List<FileRange>>, ResultTypeQueryable<LogBlock> {
  private static final long serialVersionUID = 1L;

  /** Small enough that all subtasks end together, large enough that opening costs nothing. */
  static final long RANGE_BYTES = 8L << 20;

  private final List<FileRange> ranges;

  private LogFileSource(List<FileRange> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /** A bounded source over these files; see {@link LogFiles#under}. */
  public static LogFileSource of(List<Path> files) {
    return of(files, RANGE_BYTES);
  }

  static LogFileSource of(List<Path> files, long rangeBytes) {
    List<FileRange> ranges = new ArrayList<>();
    for (Path file : files) {
      addRanges(file, rangeBytes, ranges);
    }
    return new LogFileSource(ranges);
  }

  private static void addRanges(Path file, long rangeBytes, List<FileRange> ranges) {
    String path = file.toString().replace('\\', '/');
    try {
      long size = Files.size(file);
      if (size <= rangeBytes || !isInLines(file)) {
        ranges.add(new FileRange(path, 0, size, true, 0));
        return;
      }
      for (long from = 0; from < size; from += rangeBytes) {
        ranges.add(new FileRange(path, from, Math.min(size, from + rangeBytes), false, 0));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static boolean isInLines(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return BlockReader.isSplittable(in);
    }
  }

  /** What there is to read, in order. */
  List<FileRange> ranges() {
    return ranges;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<LogBlock, FileRange> createReader(SourceReaderContext context) {
    return new LogFileReader(context::sendSplitRequest);
  }

  @Override
  public SplitEnumerator<FileRange, List<FileRange>> createEnumerator(
      SplitEnumeratorContext<FileRange> context) {
    return new FileRangeEnumerator(context, ranges);
  }

  @Override
  public SplitEnumerator<FileRange, List<FileRange>> restoreEnumerator(
      SplitEnumeratorContext<FileRange> context, List<FileRange> left) {
    return new FileRangeEnumerator(context, left);
  }

  @Override
  public SimpleVersionedSerializer<FileRange> getSplitSerializer() {
    return new FileRange.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<List<FileRange>> getEnumeratorCheckpointSerializer() {
    return new FileRange.ListSerializer();
  }

  @Override
  public TypeInformation<LogBlock> getProducedType() {
    return TypeInformation.of(LogBlock.class);
  }
}
