package io.egresslens.samples;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What {@link RecordGenerator} is to write.
 *
 * @param day the day of every record
 * @param mix weights by category, of those in {@link #DEFAULT_MIX}
 * @param unlistedHosts how many names the catalog does not know, the n-th one 1/n as often as the
 *     first
 * @param unlistedPercent how many of the names are such
 * @param denyPercent how many decisions are denials
 * @param escapedPercent how many records have escapes in name and rule
 * @param shuffledKeys whether keys come in one of 32 orders a category instead of one
 * @param recordsPerLine 1: records alone; more: so many in a {@code records} wrapper
 */
public record RecordOptions(
    long seed,
    LocalDate day,
    Map<String, Integer> mix,
    int unlistedHosts,
    int unlistedPercent,
    int denyPercent,
    int escapedPercent,
    boolean shuffledKeys,
    int recordsPerLine) {

  /** How often each category occurs, of a thousand records. */
  public static final Map<String, Integer> DEFAULT_MIX =
      Map.of(
          "AZFWApplicationRule", 700,
          "AZFWNetworkRule", 200,
          "AZFWDnsQuery", 60,
          "AZFWNatRule", 10,
          "AZFWFlowTrace", 10,
          "AZFWThreatIntel", 5,
          "AZFWIdpsSignature", 5,
          "AZFWFatFlow", 5,
          "AZFWApplicationRuleAggregation", 5);

  /** 10,000 unlisted hosts for 40 % of the names, 20 % denials, no escapes, fixed keys. */
  public static final RecordOptions DEFAULT =
      new RecordOptions(1, LocalDate.of(2026, 1, 20), DEFAULT_MIX, 10_000, 40, 20, 0, false, 1);

  public RecordOptions {
    mix = Collections.unmodifiableSortedMap(new TreeMap<>(mix));
    if (!DEFAULT_MIX.keySet().containsAll(mix.keySet())
        || mix.values().stream().mapToInt(weight -> weight).sum() < 1
        || mix.values().stream().anyMatch(weight -> weight < 0)
        || unlistedHosts < 1
        || recordsPerLine < 1) {
      throw new IllegalArgumentException("cannot generate records of " + mix);
    }
  }

  public RecordOptions withSeed(long value) {
    return with(draft -> draft.seed = value);
  }

  public RecordOptions withMix(Map<String, Integer> value) {
    return with(draft -> draft.mix = value);
  }

  public RecordOptions withUnlisted(int hosts, int percent) {
    return with(
        draft -> {
          draft.unlistedHosts = hosts;
          draft.unlistedPercent = percent;
        });
  }

  public RecordOptions withDenyPercent(int value) {
    return with(draft -> draft.denyPercent = value);
  }

  public RecordOptions withEscapedPercent(int value) {
    return with(draft -> draft.escapedPercent = value);
  }

  public RecordOptions withShuffledKeys(boolean value) {
    return with(draft -> draft.shuffledKeys = value);
  }

  public RecordOptions withRecordsPerLine(int value) {
    return with(draft -> draft.recordsPerLine = value);
  }

  private RecordOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** The same, to be changed. */
  private static final class Draft {
    private long seed;
    private final LocalDate day;
    private Map<String, Integer> mix;
    private int unlistedHosts;
    private int unlistedPercent;
    private int denyPercent;
    private int escapedPercent;
    private boolean shuffledKeys;
    private int recordsPerLine;

    Draft(RecordOptions of) {
      seed = of.seed;
      day = of.day;
      mix = of.mix;
      unlistedHosts = of.unlistedHosts;
      unlistedPercent = of.unlistedPercent;
      denyPercent = of.denyPercent;
      escapedPercent = of.escapedPercent;
      shuffledKeys = of.shuffledKeys;
      recordsPerLine = of.recordsPerLine;
    }

    RecordOptions options() {
      return new RecordOptions(
          seed,
          day,
          mix,
          unlistedHosts,
          unlistedPercent,
          denyPercent,
          escapedPercent,
          shuffledKeys,
          recordsPerLine);
    }
  }
}
