package io.egresslens.bench;

import java.util.List;

/** The contestants that need nothing beyond the class path of {@code egresslens}, by name. */
public final class Contestants {
  /** EgressLens. */
  public static final String OWN = "egresslens";

  /** Loads of eight bytes over the same memory, and nothing else. */
  public static final String READ_FLOOR = "read-floor";

  /** Jackson databind's tree, {@link SuffixWalk}, a map of sums. */
  public static final String TREE = "databind-tree";

  /** Jackson's token stream at its best, the same behind it. */
  public static final String STREAM = "jackson-stream";

  /** Those that must answer alike. */
  public static final List<String> READERS = List.of(OWN, TREE, STREAM);

  private Contestants() {}

  /** A new contestant of that name. */
  public static Contestant of(String name) {
    return switch (name) {
      case OWN -> new OwnReading();
      case READ_FLOOR -> new ReadFloor();
      case TREE -> new TreePeer();
      case STREAM -> new StreamPeer();
      default -> throw new IllegalArgumentException("no contestant is called " + name);
    };
  }
}
