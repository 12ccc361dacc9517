package io.egresslens.jobs.io;

import java.time.Duration;
import java.util.Random;

/**
 * How long to wait before trying again: twice as long each time up to a limit, and somewhere in the
 * upper half of that by chance, so that many who failed together do not come back together. Not
 * thread-safe.
 */
final class Backoff {
  private final Duration first;
  private final Duration most;
  private final Random chance;
  private int failures;

  Backoff(Duration first, Duration most, Random chance) {
    this.first = first;
    this.most = most;
    this.chance = chance;
  }

  void succeeded() {
    failures = 0;
  }

  /**
   * After one more failure.
   *
   * @param asked how long the other side wants to be left alone at least; zero for nothing
   */
  Duration failed(Duration asked) {
    long doubled = first.toMillis() << Math.min(failures++, 20);
    long upper = Math.min(doubled, most.toMillis());
    Duration wait =
        Duration.ofMillis(upper / 2 + (long) (chance.nextDouble() * (upper - upper / 2)));
    return wait.compareTo(asked) < 0 ? asked : wait;
  }
}
