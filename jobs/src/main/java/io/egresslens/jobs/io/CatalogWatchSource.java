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
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Changes of the catalog and the clusters of a running job. Its coordinator watches and checks, see
 * {@link CatalogWatchEnumerator}; it has no readers, since the ingest step is told by the
 * coordinator directly.
 */
public final class CatalogWatchSource
    implements Source<CatalogChange, CatalogWatchSource.NoSplit, CatalogProgress> {
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
    throw new UnsupportedOperationException("the ingest step is told by the coordinator");
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
