package io.egresslens.bench;

import java.io.IOException;

/** A peer whose reader takes one JSON text at a time. */
public abstract class LinePeer extends Peer {
  @Override
  protected final void block(byte[] block) throws IOException {
    int from = 0;
    for (int at = 0; at < block.length; at++) {
      if (block[at] == '\n') {
        line(block, from, at);
        from = at + 1;
      }
    }
  }

  /** Reads one line: a record, or an object whose {@code records} are some. */
  protected abstract void line(byte[] block, int from, int to) throws IOException;
}
