package io.egresslens.window;

import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Whoever wants to know when within its window the flows of each row were. Without one, nothing of
 * that is kept.
 *
 * @param paneMillis length of the panes of the timelines, which start at multiples of it since the
 *     epoch
 * @param out takes each row that leaves, right after the row has left; the timeline has as many
 *     flows as the sum
 */
public record Observer(long paneMillis, BiConsumer<PartialSum, Timeline> out) {
  public Observer {
    Objects.requireNonNull(out, "out");
    if (paneMillis <= 0) {
      throw new IllegalArgumentException("panes of " + paneMillis + " ms");
    }
  }
}
