package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import java.util.List;

/**
 * What a receiver has still to be told. The stream adds, another thread takes: what it takes stays
 * until the receiver has it, so that what is saved is never less than what is missing. Safe for use
 * by many threads; times are milliseconds of the clock.
 */
interface AlertOutbox {
  /**
   * Takes a change in.
   *
   * @return how many alerts had to be given up for want of room
   */
  int add(AlertChange change, long now);

  /** What is to be sent now, as it stands now; null for nothing. */
  Post next(long now);

  /** When there is something to send though nothing is added; {@link Long#MAX_VALUE} for never. */
  long dueAt();

  /** The receiver has it, or never will. */
  void done(Post post, long now);

  /** How many changes the receiver has not been told. */
  int waiting();

  /** Everything, for {@link #restore}. */
  List<byte[]> save();

  /** Goes on where {@link #save} was called. */
  void restore(Iterable<byte[]> saved, long now);
}
