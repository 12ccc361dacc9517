package io.egresslens.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sets of source numbers of many rows, each told by one word that its row keeps. Not
 * thread-safe.
 */
final class SourceBits {
  /*
   * A word says what kind of set it is (upper 16 bits), and where: nothing; one source by its
   * number; a run of words in one array, a bit per source; or the place of a builder in a list.
   * Runs are for sources whose number is below LIMIT, which is every source of an ordinary hub:
   * 240 sources take 32 bytes a row. A run grows by moving to the end of the array, at least twice
   * as long, so what is left behind is never more than what is in use. Builders take any address,
   * 32 bytes each and more, until they turn into sketches; what they weigh is counted.
   */

  /** Sources with higher numbers are not kept as bits. */
  static final int LIMIT = 4096;

  /** The set of nobody. */
  static final long NOBODY = 0;

  private static final long ONE = 1L << 48;
  private static final long RUN = 2L << 48;
  private static final long BUILDER = 3L << 48;
  private static final int KIND_SHIFT = 48;
  private static final int LOG_SHIFT = 32;
  private static final int FIRST_WORDS = 4;

  private final SourceIds ids;
  private final HeldRows held;
  private final List<SourceSet.Builder> builders = new ArrayList<>();
  private long[] words = new long[FIRST_WORDS];
  private int used;

  SourceBits(SourceIds ids, HeldRows held) {
    this.ids = ids;
    this.held = held;
  }

  /**
   * Adds a source.
   *
   * @return the set's word from now on
   */
  long add(long set, int source) {
    if (set >>> KIND_SHIFT == RUN >>> KIND_SHIFT) {
      int word = source >>> 6;
      if (word >>> logOf(set) == 0) {
        words[(int) set + word] |= 1L << source;
        return set;
      }
    } else if (set == (ONE | source)) {
      return set;
    }
    return addElsewhere(set, source);
  }

  /** Forgets every set. */
  void clear() {
    held.bytes -= (long) Long.BYTES * used;
    used = 0;
    for (SourceSet.Builder builder : builders) {
      held.bytes -= builder.weightBytes();
    }
    builders.clear();
  }

  /**
   * The addresses of a set. {@link SourceIds#rank} must have been called since the last addition.
   */
  SourceSet addresses(long set) {
    return switch (kindOf(set)) {
      case 0 -> SourceSet.EMPTY;
      case 1 -> ids.alone((int) set);
      case 2 -> SourceSet.ofAscending(ids.ascending(words, (int) set, 1 << logOf(set)));
      default -> builders.get((int) set).build();
    };
  }

  private long addElsewhere(long set, int source) {
    return switch (kindOf(set)) {
      case 0 -> ONE | source;
      case 1 -> addToOne((int) set, source);
      case 2 ->
          source < LIMIT ? add(moved(set, logFor(source)), source) : addTo(built(set), source);
      default -> addTo(set, source);
    };
  }

  private long addToOne(int one, int source) {
    int greater = Math.max(one, source);
    if (greater < LIMIT) {
      return add(add(newRun(logFor(greater)), one), source);
    }
    return addTo(addTo(newBuilder(), one), source);
  }

  private long moved(long run, int log) {
    long longer = newRun(log);
    System.arraycopy(words, (int) run, words, (int) longer, 1 << logOf(run));
    return longer;
  }

  private static int kindOf(long set) {
    return (int) (set >>> KIND_SHIFT);
  }

  private static int logOf(long set) {
    return (int) (set >>> LOG_SHIFT) & 0xff;
  }

  /** The logarithm of how many words, a power of two, hold this source. */
  private static int logFor(int source) {
    return 32 - Integer.numberOfLeadingZeros(source >>> 6);
  }

  private long newRun(int log) {
    int from = used;
    used += 1 << log;
    held.bytes += (long) Long.BYTES << log;
    if (used > words.length) {
      words = Arrays.copyOf(words, Math.max(used, 2 * words.length));
    }
    Arrays.fill(words, from, used, 0);
    return RUN | (long) log << LOG_SHIFT | from;
  }

  private long newBuilder() {
    SourceSet.Builder builder = new SourceSet.Builder();
    builders.add(builder);
    held.bytes += builder.weightBytes();
    return BUILDER | builders.size() - 1;
  }

  private long built(long run) {
    long builder = newBuilder();
    for (int word = 0; word < 1 << logOf(run); word++) {
      for (long rest = words[(int) run + word]; rest != 0; rest &= rest - 1) {
        addTo(builder, word << 6 | Long.numberOfTrailingZeros(rest));
      }
    }
    return builder;
  }

  private long addTo(long set, int source) {
    SourceSet.Builder builder = builders.get((int) set);
    int before = builder.weightBytes();
    builder.add(ids.high(source), ids.low(source));
    held.bytes += builder.weightBytes() - before;
    return set;
  }
}
