package io.egresslens.jobs.flow;

import io.egresslens.jobs.io.CatalogWatchSource.NoSplit;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source of what a test hands over, element by element, in the task's own thread: for jobs of one
 * reader on a mini cluster.
 *
 * @param <T> the elements
 */
final class Fed<T> implements Source<T, NoSplit, NoSplit> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Feed<?>> FEEDS = new ConcurrentHashMap<>();
  private static final long PAUSE_MILLIS = 5;

  private final String name = UUID.randomUUID().toString();

  /** What is handed over. Called by the reader only. */
  interface Feed<T> {
    /** The next element; null when there is none for now. */
    T next();

    /** Whether there will never be another. */
    boolean hasEnded();
  }

  /** A source that has nothing and ends at once. */
  static <T> Fed<T> nothing() {
    return new Fed<>(
        new Feed<>() {
          @Override
          public T next() {
            return null;
          }

          @Override
          public boolean hasEnded() {
            return true;
          }
        });
  }

  Fed(Feed<T> feed) {
    FEEDS.put(name, feed);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  @SuppressWarnings("unchecked") // this source put it there
  public SourceReader<T, NoSplit> createReader(SourceReaderContext context) {
    return new Reader<>((Feed<T>) FEEDS.get(name));
  }

  @Override
  public SplitEnumerator<NoSplit, NoSplit> createEnumerator(
      SplitEnumeratorContext<NoSplit> context) {
    return new None();
  }

  @Override
  public SplitEnumerator<NoSplit, NoSplit> restoreEnumerator(
      SplitEnumeratorContext<NoSplit> context, NoSplit checkpoint) {
    return new None();
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
    return new NoBytes();
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getEnumeratorCheckpointSerializer() {
    return new NoBytes();
  }

  private static final class Reader<T> implements SourceReader<T, NoSplit> {
    private final Feed<T> feed;
    private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);

    Reader(Feed<T> feed) {
      this.feed = feed;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) {
      if (feed.hasEnded()) {
        return InputStatus.END_OF_INPUT;
      }
      T next = feed.next();
      if (next != null) {
        output.collect(next);
        return InputStatus.MORE_AVAILABLE;
      }
      available =
          new CompletableFuture<Void>()
              .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return available;
    }

    @Override
    public List<NoSplit> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public void addSplits(List<NoSplit> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }

  private static final class None implements SplitEnumerator<NoSplit, NoSplit> {
    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<NoSplit> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {}

    @Override
    public NoSplit snapshotState(long checkpointId) {
      return new NoSplit();
    }

    @Override
    public void close() {}
  }

  private static final class NoBytes implements SimpleVersionedSerializer<NoSplit>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(NoSplit none) {
      return new byte[0];
    }

    @Override
    public NoSplit deserialize(int version, byte[] none) {
      return new NoSplit();
    }
  }
}
