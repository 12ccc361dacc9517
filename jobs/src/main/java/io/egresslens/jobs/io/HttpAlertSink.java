package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.format.Sender;
import io.egresslens.jobs.config.RunConfig.HttpReceiver;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A receiver of alerts behind HTTP. What it has not been told, and for Alertmanager what fires, is
 * the state of the writer: a checkpoint waits for nobody, and a restart loses nothing. After one,
 * the receiver may be told again what it was told since the checkpoint, under the same ids.
 *
 * @param kind what the receiver wants to be told
 */
record HttpAlertSink(
    HttpReceiver receiver, Sender sender, Kind kind, Duration timeout, Duration firstRetry)
    implements Sink<AlertChange>, SupportsWriterState<AlertChange, byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(HttpAlertSink.class);

  /**
   * Bytes of documents that wait or fire, some two thousand alerts. Without a folder for
   * checkpoints the engine refuses state of more than 5 MB, and the job would fail over and over.
   */
  private static final int ROOM = 3_000_000;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(10);

  /** What a receiver wants. */
  interface Kind extends Serializable {
    /** What comes after its address. */
    String path();

    AlertOutbox outbox(Sender sender, int room);
  }

  @Override
  public StatefulSinkWriter<AlertChange, byte[]> createWriter(WriterInitContext context) {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<AlertChange, byte[]> restoreWriter(
      WriterInitContext context, Collection<byte[]> saved) {
    AlertOutbox outbox = kind.outbox(sender, ROOM);
    outbox.restore(saved, System.currentTimeMillis());
    context.metricGroup().gauge("alertsWaiting", outbox::waiting);
    return writer(outbox, HttpCounts.of(context.metricGroup()));
  }

  private Writer writer(AlertOutbox outbox, HttpCounts counts) {
    HttpSender thread =
        new HttpSender(
            outbox,
            new HttpPlace(receiver, kind.path(), timeout),
            new Backoff(firstRetry, LONGEST_WAIT, new Random()),
            counts);
    thread.start();
    return new Writer(outbox, thread, counts);
  }

  @Override
  public SimpleVersionedSerializer<byte[]> getWriterStateSerializer() {
    return new AsTheyAre();
  }

  /** In the task's thread: puts changes into the outbox, and never waits for the receiver. */
  private record Writer(AlertOutbox outbox, HttpSender thread, HttpCounts counts)
      implements StatefulSinkWriter<AlertChange, byte[]> {
    @Override
    public void write(AlertChange change, Context context) {
      counts.crowdedOut().inc(outbox.add(change, System.currentTimeMillis()));
      thread.wake();
    }

    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
      boolean isEmpty = !endOfInput || thread.awaitEmpty(PATIENCE_AT_THE_END);
      thread.complain();
      if (!isEmpty) {
        LOG.warn("the input has ended, and {} alerts were not sent", outbox.waiting());
      }
    }

    @Override
    public List<byte[]> snapshotState(long checkpointId) {
      thread.complain();
      return outbox.save();
    }

    @Override
    public void close() {
      thread.close();
    }
  }

  /** The outboxes know their own bytes. */
  private static final class AsTheyAre implements SimpleVersionedSerializer<byte[]> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(byte[] saved) {
      return saved;
    }

    @Override
    public byte[] deserialize(int version, byte[] saved) throws IOException {
      if (version != getVersion()) {
        throw new IOException("alerts to send were saved by version " + version + " of their form");
      }
      return saved;
    }
  }
}
