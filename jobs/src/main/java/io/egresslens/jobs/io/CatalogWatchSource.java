package io.egresslens.jobs.io;

import io.egresslens.catalog.CatalogTexts;
import io.egresslens.jobs.config.RunConfig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The texts of the catalog and the clusters, first as they stand and then whenever they have
 * changed; see {@link CatalogWatch}. Never ends. For one reader, which sees the files where it
 * runs. Has no state and no parts: whoever receives the texts knows which it has seen.
 */
public final class CatalogWatchSource
    implements Source<CatalogTexts, CatalogWatchSource.NoSplit, CatalogWatchSource.NoSplit>,
        ResultTypeQueryable<CatalogTexts> {
  private static final long serialVersionUID = 1L;

  private final CatalogPlaces places;

  /** A source of what this configuration names. */
  public CatalogWatchSource(RunConfig config) {
    this.places = CatalogPlaces.of(config);
  }

  /** There is nothing to share out. */
  public record NoSplit() implements SourceSplit {
    @Override
    public String splitId() {
      return "none";
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<CatalogTexts, NoSplit> createReader(SourceReaderContext context) {
    return new Reader(new CatalogWatch(places), places.updates().interval().toMillis());
  }

  @Override
  public SplitEnumerator<NoSplit, NoSplit> createEnumerator(
      SplitEnumeratorContext<NoSplit> context) {
    return new NoEnumerator();
  }

  @Override
  public SplitEnumerator<NoSplit, NoSplit> restoreEnumerator(
      SplitEnumeratorContext<NoSplit> context, NoSplit checkpoint) {
    return new NoEnumerator();
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
    return new NoSerializer();
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getEnumeratorCheckpointSerializer() {
    return new NoSerializer();
  }

  @Override
  public TypeInformation<CatalogTexts> getProducedType() {
    return TypeInformation.of(CatalogTexts.class);
  }

  private static final class Reader implements SourceReader<CatalogTexts, NoSplit> {
    private final CatalogWatch watch;
    private final long intervalMillis;
    private CompletableFuture<Void> nextLook = CompletableFuture.completedFuture(null);

    Reader(CatalogWatch watch, long intervalMillis) {
      this.watch = watch;
      this.intervalMillis = intervalMillis;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<CatalogTexts> output) {
      if (nextLook.isDone()) {
        CatalogTexts texts = watch.look();
        if (texts != null) {
          output.collect(texts);
        }
        nextLook =
            new CompletableFuture<Void>()
                .completeOnTimeout(null, intervalMillis, TimeUnit.MILLISECONDS);
      }
      return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return nextLook;
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
    public void close() {
      watch.close();
    }
  }

  private static final class NoEnumerator implements SplitEnumerator<NoSplit, NoSplit> {
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

  private static final class NoSerializer implements SimpleVersionedSerializer<NoSplit> {
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
