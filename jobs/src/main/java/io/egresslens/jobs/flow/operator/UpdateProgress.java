package io.egresslens.jobs.flow.operator;

import java.time.Instant;
import java.util.Objects;

/**
 * How far the step that checks changed catalogs has come; its state.
 *
 * @param generation of the last edition; 0 while it is that of the start
 * @param version of the catalog of that edition
 * @param seen digest of the texts that were looked at last, accepted or not
 */
public record UpdateProgress(long generation, String version, String seen) {
  static final String NOTHING_SEEN = "";

  public UpdateProgress {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(seen, "seen");
  }

  boolean hasSeenNothing() {
    return seen.equals(NOTHING_SEEN);
  }

  UpdateProgress withSeen(String digest) {
    return new UpdateProgress(generation, version, digest);
  }

  /**
   * Higher than any before it, also where this state was lost and that of others was not: the
   * seconds since 1970, unless two come in one second.
   */
  long nextGeneration(Instant now) {
    return Math.max(generation + 1, now.getEpochSecond());
  }
}
