package io.egresslens.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where the records went. Two equations hold on every run:
 *
 * <pre>
 * records = flows + inbound + signals + otherCategories + duplicates + deadLetters
 * flows   = summarised + late             (+ the flows of windows that are still open)
 * </pre>
 *
 * {@code records} is counted where records are read and the boxes where they end, {@code flows} at
 * the ingest step and {@code summarised} at the window: the equations can fail. Immutable;
 * instances add up with {@link #plus}.
 *
 * @param records everything that was read
 * @param flows decisions that were judged
 * @param inbound NAT records
 * @param signals threat intelligence and IDPS in alert mode
 * @param otherCategories understood, no decision; by category
 * @param duplicates seen before
 * @param deadLetters not understood; by reason
 * @param summarised flows in closed windows
 * @param late flows that came after their window was closed
 */
public record Accounting(
    long records,
    long flows,
    long inbound,
    long signals,
    Map<String, Long> otherCategories,
    long duplicates,
    Map<String, Long> deadLetters,
    long summarised,
    long late) {

  public static final Accounting NONE = new Accounting(0, 0, 0, 0, Map.of(), 0, Map.of(), 0, 0);

  public Accounting {
    Objects.requireNonNull(otherCategories, "otherCategories");
    Objects.requireNonNull(deadLetters, "deadLetters");
  }

  /** Flows that a window closed over. */
  public static Accounting ofSummarised(long flows) {
    return new Accounting(0, 0, 0, 0, Map.of(), 0, Map.of(), flows, 0);
  }

  /** Flows that came too late. */
  public static Accounting ofLate(long flows) {
    return new Accounting(0, 0, 0, 0, Map.of(), 0, Map.of(), 0, flows);
  }

  /** Both together. */
  public Accounting plus(Accounting other) {
    return new Accounting(
        records + other.records,
        flows + other.flows,
        inbound + other.inbound,
        signals + other.signals,
        sum(otherCategories, other.otherCategories),
        duplicates + other.duplicates,
        sum(deadLetters, other.deadLetters),
        summarised + other.summarised,
        late + other.late);
  }

  /** Flows whose window is still open: 0 once all input was read and every window closed. */
  public long open() {
    return flows - summarised - late;
  }

  /**
   * The equations that do not hold, in words; empty when the books balance.
   *
   * @param complete whether all input was read and every window closed: then no flow may be open
   */
  public List<String> imbalances(boolean complete) {
    List<String> found = new ArrayList<>();
    long boxed =
        flows + inbound + signals + total(otherCategories) + duplicates + total(deadLetters);
    if (records != boxed) {
      found.add("records: " + records + " were read, " + boxed + " ended in a box");
    }
    if (complete ? open() != 0 : open() < 0) {
      found.add(
          "flows: " + flows + " were judged, " + summarised + " summarised and " + late + " late");
    }
    return found;
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
    Map<String, Long> sum = new TreeMap<>(a);
    b.forEach((name, count) -> sum.merge(name, count, Long::sum));
    return sum;
  }
}
