package io.egresslens.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A contestant with somebody else's JSON reader and {@link PeerSums} behind it. */
public abstract class Peer implements Contestant {
  /** The record that is being read. */
  protected final PeerRecord record = new PeerRecord();

  private final PeerSums sums = new PeerSums();

  @Override
  public final long pass(Load load) {
    try {
      for (byte[] block : load.blocks()) {
        block(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sums.flows();
  }

  /** Reads a block of whole lines: records, or objects whose {@code records} are some. */
  protected abstract void block(byte[] block) throws IOException;

  /** Counts {@link #record} and clears it for the next. */
  protected final void counted() {
    sums.add(record);
    record.clear();
  }

  @Override
  public final List<Row> drain() {
    return sums.drain();
  }
}
