package io.egresslens.jobs.io;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Hands out ranges so that each reader has neighbours: logs lie in the order of time, and readers
 * that keep to different times make few sums twice. A reader whose stretch is read takes over the
 * latter half of the longest that is left, so that all end together.
 */
final class FileRangeEnumerator implements SplitEnumerator<FileRange, List<FileRange>> {
  private final SplitEnumeratorContext<FileRange> context;

  /** Belong to no reader: at the start all of them, later what a failed one gave back. */
  private final Deque<FileRange> left;

  private final Map<Integer, Deque<FileRange>> stretches = new TreeMap<>();

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
    Deque<FileRange> stretch = stretches.computeIfAbsent(subtask, none -> new ArrayDeque<>());
    if (stretch.isEmpty()) {
      refill(stretch);
    }
    FileRange next = stretch.poll();
    if (next == null) {
      context.signalNoMoreSplits(subtask);
    } else {
      context.assignSplit(next, subtask);
    }
  }

  private void refill(Deque<FileRange> stretch) {
    stretch.addAll(left);
    left.clear();
    if (stretch.isEmpty()) {
      Deque<FileRange> longest =
          stretches.values().stream().max(Comparator.comparingInt(Deque::size)).orElse(stretch);
      for (int n = (longest.size() + 1) / 2; n > 0; n--) {
        stretch.addFirst(longest.pollLast());
      }
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
    List<FileRange> all = new ArrayList<>(left);
    stretches.values().forEach(all::addAll);
    return all;
  }

  @Override
  public void close() {}
}
