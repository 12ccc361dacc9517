package io.egresslens.jobs.io;

import io.egresslens.ingest.BlockReader;
import io.egresslens.ingest.LogBlock;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/**
 * Reads ranges of files in the task's own thread, block by block into one array. The engine's
 * reader of files has a second thread that reads ahead: for that every block needs an array of its
 * own and waits in a queue, and between two ranges the task waits for the next one to be assigned.
 * Here the bytes are parsed while they are still in the processor's cache, and the next range is
 * asked for when the one before it begins. Not thread-safe.
 */
final class LogFileReader implements SourceReader<LogBlock, FileRange> {
  private final Runnable requestRange;
  private final BlockReader.Buffer buffer = new BlockReader.Buffer();
  private final Deque<FileRange> queue = new ArrayDeque<>();
  private CompletableFuture<Void> rangesChanged = new CompletableFuture<>();
  private boolean noMoreRanges;

  /** Whether a range was asked for and has not come yet. */
  private boolean awaitsRange;

  /**
   * Held back until no range is on its way: one that reaches a task which has failed makes the job
   * fail of that, and nobody would learn which file it was.
   */
  private IOException failure;

  /** The range that is being read, and its reader; null between ranges. */
  private FileRange range;

  private BlockReader blocks;
  private long blocksRead;

  /**
   * @param requestRange asks for one more range
   */
  LogFileReader(Runnable requestRange) {
    this.requestRange = requestRange;
  }

  @Override
  public void start() {
    if (queue.isEmpty()) {
      request();
    }
  }

  private void request() {
    awaitsRange = true;
    requestRange.run();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<LogBlock> output) throws IOException {
    LogBlock block = null;
    try {
      while (failure == null && block == null && (blocks != null || openNext())) {
        block = nextBlock();
      }
    } catch (IOException e) {
      failure = unreadable(e);
    }
    if (block != null) {
      output.collect(block);
      return InputStatus.MORE_AVAILABLE;
    }
    if (failure != null && !awaitsRange) {
      throw failure;
    }
    return failure == null && noMoreRanges
        ? InputStatus.END_OF_INPUT
        : InputStatus.NOTHING_AVAILABLE;
  }

  /** Begins the next range and asks for the one after it. */
  private boolean openNext() throws IOException {
    range = queue.poll();
    if (range == null) {
      return false;
    }
    if (queue.isEmpty() && !noMoreRanges) {
      request();
    }
    blocksRead = 0;
    blocks = open(range);
    for (long skipped = range.blocksRead(); blocksRead < skipped && blocks.next() != null; ) {
      blocksRead++;
    }
    return true;
  }

  private BlockReader open(FileRange next) throws IOException {
    FileInputStream in = new FileInputStream(next.path());
    try {
      if (next.whole()) {
        return BlockReader.ofFile(next.path(), in, buffer);
      }
      in.getChannel().position(Math.max(0, next.from() - 1));
      return BlockReader.ofLines(next.path(), in, next.from(), next.to(), buffer);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Null at the end of the range, which is then closed. */
  private LogBlock nextBlock() throws IOException {
    LogBlock block = blocks.next();
    if (block == null) {
      close();
    } else {
      blocksRead++;
    }
    return block;
  }

  /** The failures of a disk do not say which file it was; the last cause is what a user reads. */
  private IOException unreadable(IOException e) {
    IOException named = new IOException("cannot read " + range.path() + ": " + e.getMessage());
    named.addSuppressed(e);
    return named;
  }

  @Override
  public List<FileRange> snapshotState(long checkpointId) {
    List<FileRange> unfinished = new ArrayList<>();
    if (range != null) {
      unfinished.add(range.afterBlocks(Math.max(range.blocksRead(), blocksRead)));
    }
    unfinished.addAll(queue);
    return unfinished;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    boolean waits = failure != null ? awaitsRange : blocks == null && queue.isEmpty();
    return waits && !noMoreRanges ? rangesChanged : CompletableFuture.completedFuture(null);
  }

  @Override
  public void addSplits(List<FileRange> ranges) {
    queue.addAll(ranges);
    rangesHaveChanged();
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreRanges = true;
    rangesHaveChanged();
  }

  private void rangesHaveChanged() {
    awaitsRange = false;
    CompletableFuture<Void> changed = rangesChanged;
    rangesChanged = new CompletableFuture<>();
    changed.complete(null);
  }

  @Override
  public void close() throws IOException {
    BlockReader finished = blocks;
    blocks = null;
    range = null;
    if (finished != null) {
      finished.close();
    }
  }
}
