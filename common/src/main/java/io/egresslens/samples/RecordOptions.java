package io.egresslens.samples;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

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
    return new RecordOptions(
        value,
        day,
        mix,
        unlistedHosts,
        unlistedPercent,
        denyPercent,
        escapedPercent,
        shuffledKeys,
        recordsPerLine);
  }

  public RecordOptions withMix(Map<String, Integer> value) {
    return new RecordOptions(
        seed,
        day,
        value,
        unlistedHosts,
        unlistedPercent,
        denyPercent,
        escapedPercent,
        shuffledKeys,
        recordsPerLine);
  }

  public RecordOptions withUnlisted(int hosts, int percent) {
    return new RecordOptions(
        seed, day, mix, hosts, percent, denyPercent, escapedPercent, shuffledKeys, recordsPerLine);
  }

  public RecordOptions withDenyPercent(int value) {
    return new RecordOptions(
        seed,
        day,
        mix,
        unlistedHosts,
        unlistedPercent,
        value,
        escapedPercent,
        shuffledKeys,
        recordsPerLine);
  }

  public RecordOptions withEscapedPercent(int value) {
    return new RecordOptions(
        seed,
        day,
        mix,
        unlistedHosts,
        unlistedPercent,
        denyPercent,
        value,
        shuffledKeys,
        recordsPerLine);
  }

  public RecordOptions withShuffledKeys(boolean value) {
    return new RecordOptions(
        seed,
        day,
        mix,
        unlistedHosts,
        unlistedPercent,
        denyPercent,
        escapedPercent,
        value,
        recordsPerLine);
  }

  public RecordOptions withRecordsPerLine(int value) {
    return new RecordOptions(
        seed,
        day,
        mix,
        unlistedHosts,
        unlistedPercent,
        denyPercent,
        escapedPercent,
        shuffledKeys,
        value);
  }
}
