package io.egresslens.jobs.io;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands the next range to whichever reader asks. */
final class FileRangeEnumerator implements SplitEnumerator<FileRange, List<FileRange>> {
  private final SplitEnumeratorContext<FileRange> context;
  private final Deque<FileRange> left;

  FileRangeEnumerator(SplitEnumeratorContext<FileRange> context, Collection<FileRange> ranges) {
    this.context = context;
    this.left = new ArrayDeque<>(ranges);
  }

  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtask, String host) {
    // The reader may have failed while its request was on the way.
    if (!context.registeredReaders().containsKey(subtask)) {
      return;
    }
    FileRange next = left.poll();
    if (next == null) {
      context.signalNoMoreSplits(subtask);
    } else {
      context.assignSplit(next, subtask);
    }
  }

  @Override
  public void addSplitsBack(List<FileRange> ranges, int subtask) {
    left.addAll(ranges);
  }

  @Override
  public void addReader(int subtask) {
    // Readers ask when they start.
  }

  @Override
  public List<FileRange> snapshotState(long checkpointId) {
    return new ArrayList<>(left);
  }

  @Override
  public void close() {}
}
