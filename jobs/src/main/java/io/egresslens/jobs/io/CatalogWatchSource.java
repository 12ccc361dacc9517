package io.egresslens.jobs.io;

import io.egresslens.catalog.CatalogEdition;
import io.egresslens.catalog.CatalogProgress;
import io.egresslens.jobs.config.RunConfig;
import io.egresslens.jobs.flow.CatalogChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Changes of the catalog and the clusters, broadcast: the coordinator watches and checks, see
 * {@link CatalogWatchEnumerator}, and every reader hands on all that it tells. Never ends.
 *
 * <p>A source and not a broadcast stream, because an operator that has a source chained to it and
 * an input from the network gets no checkpoint: the engine asks tasks without such inputs only.
 */
public final class CatalogWatchSource
    implements Source<CatalogChange, CatalogWatchSource.NoSplit, CatalogProgress>,
        ResultTypeQueryable<CatalogChange> {
  private static final long serialVersionUID = 1L;

  private final CatalogPlaces places;
  private final CatalogEdition first;

  /**
   * @param config says where to look and how often
   * @param first what the job is started with: no change
   */
  public CatalogWatchSource(RunConfig config, CatalogEdition first) {
    this.places = CatalogPlaces.of(config);
    this.first = first;
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
  public SourceReader<CatalogChange, NoSplit> createReader(SourceReaderContext context) {
    return new Reader();
  }

  @Override
  public SplitEnumerator<NoSplit, CatalogProgress> createEnumerator(
      SplitEnumeratorContext<NoSplit> context) {
    return restoreEnumerator(context, CatalogProgress.begin(first.version()));
  }

  @Override
  public SplitEnumerator<NoSplit, CatalogProgress> restoreEnumerator(
      SplitEnumeratorContext<NoSplit> context, CatalogProgress progress) {
    return new CatalogWatchEnumerator(context, places, first, progress);
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
    return new NoSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<CatalogProgress> getEnumeratorCheckpointSerializer() {
    return new ProgressSerializer();
  }

  @Override
  public TypeInformation<CatalogChange> getProducedType() {
    return TypeInformation.of(CatalogChange.class);
  }

  /** Hands on, one at a time so that logs are read in between. */
  private static final class Reader implements SourceReader<CatalogChange, NoSplit> {
    private final Queue<CatalogChange> told = new ArrayDeque<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();

    @Override
    public void start() {}

    @Override
    public void handleSourceEvents(SourceEvent event) {
      told.add((CatalogChange) event);
      available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<CatalogChange> output) {
      CatalogChange next = told.poll();
      if (next != null) {
        output.collect(next);
      }
      if (!told.isEmpty()) {
        return InputStatus.MORE_AVAILABLE;
      }
      if (available.isDone()) {
        available = new CompletableFuture<>();
      }
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

  private static final class NoSplitSerializer implements SimpleVersionedSerializer<NoSplit> {
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

  private static final class ProgressSerializer
      implements SimpleVersionedSerializer<CatalogProgress> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(CatalogProgress progress) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(progress.generation());
      out.writeUTF(progress.version());
      out.writeUTF(progress.seen());
      return bytes.toByteArray();
    }

    @Override
    public CatalogProgress deserialize(int version, byte[] bytes) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      return new CatalogProgress(in.readLong(), in.readUTF(), in.readUTF());
    }
  }
}
