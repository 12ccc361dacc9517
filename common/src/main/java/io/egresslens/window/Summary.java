package io.egresslens.window;

import io.egresslens.classify.Expectation;
import io.egresslens.classify.Verdict;
import io.egresslens.flow.Action;
import io.egresslens.flow.IpAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one window says of one key (design section 8). A later revision of the same {@link #id}
 * replaces the earlier one; after the one that {@link #isFinal} nothing changes. Immutable.
 *
 * @param id hash of window and key: the same on every replay
 * @param windowStart inclusive
 * @param windowEnd exclusive
 * @param revision 0 for the first statement, rising by one
 * @param isFinal whether this is the last word ({@code final} in records)
 * @param firewall ARM resource id in lower case; null when unknown
 * @param cluster name of the cluster, or {@code unassigned}
 * @param destination name or address; null for no-destination
 * @param domain what the destination rolls up to; null for addresses and no-destination
 * @param port 0 when there is none
 * @param protocol null when unknown
 * @param entry id of the catalog entry; null when none matched
 * @param flows how many
 * @param sources distinct source addresses
 * @param sourcesEstimated whether {@code sources} is an estimate
 * @param sampleSources at most 5, smallest first
 * @param rules at most 5 of {@code collection/rule}, by count, then name
 */
public record Summary(
    String id,
    Instant windowStart,
    Instant windowEnd,
    int revision,
    boolean isFinal,
    String firewall,
    String cluster,
    String destination,
    String domain,
    int port,
    String protocol,
    Action action,
    Expectation expectation,
    Verdict verdict,
    String entry,
    String catalogVersion,
    long flows,
    long sources,
    boolean sourcesEstimated,
    List<String> sampleSources,
    Instant firstSeen,
    Instant lastSeen,
    List<String> rules) {

  /** How many rules a summary names. */
  public static final int RULE_LIMIT = 5;

  private static final char SEPARATOR = '\u001f';
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_LENGTH = 25;

  public Summary {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(windowStart, "windowStart");
    Objects.requireNonNull(windowEnd, "windowEnd");
  }

  /**
   * The summary of a sum.
   *
   * @param windowEndMillis exclusive end of the sum's window
   * @param domain what the destination rolls up to; may be null
   */
  public static Summary of(
      PartialSum sum, long windowEndMillis, int revision, boolean isFinal, String domain) {
    SummaryKey key = sum.key();
    return new Summary(
        id(key, sum.windowStartMillis(), windowEndMillis),
        Instant.ofEpochMilli(sum.windowStartMillis()),
        Instant.ofEpochMilli(windowEndMillis),
        revision,
        isFinal,
        key.firewall(),
        key.cluster(),
        key.destination(),
        domain,
        key.port(),
        key.protocol(),
        key.action(),
        key.expectation(),
        Verdict.of(key.expectation(), key.action()),
        key.entry(),
        sum.catalogVersion(),
        sum.flows(),
        sum.sources().count(),
        sum.sources().isEstimated(),
        sum.sources().samples().stream().map(IpAddress::toString).toList(),
        sum.firstSeen(),
        sum.lastSeen(),
        topRules(sum.rules()));
  }

  private static List<String> topRules(Map<String, Long> rules) {
    if (rules.size() < 2) {
      return List.copyOf(rules.keySet()); // Nearly always; there is nothing to order then.
    }
    return rules.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Long> rule) -> -rule.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(RULE_LIMIT)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Hash of window and key: 25 characters of lower-case base32. */
  static String id(SummaryKey key, long startMillis, long endMillis) {
    StringBuilder text = new StringBuilder(256);
    text.append(startMillis).append(SEPARATOR).append(endMillis).append(SEPARATOR);
    append(text, key.firewall());
    append(text, key.cluster());
    append(text, key.destination());
    text.append(key.port()).append(SEPARATOR);
    append(text, key.protocol());
    append(text, key.action().label());
    append(text, key.expectation().label());
    append(text, key.entry());
    byte[] hash = sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      int bit = 5 * i;
      int pair = (hash[bit >> 3] & 0xff) << 8 | (hash[(bit >> 3) + 1] & 0xff);
      id.append(BASE32.charAt(pair >> (11 - (bit & 7)) & 31));
    }
    return id.toString();
  }

  private static void append(StringBuilder text, String part) {
    if (part != null) {
      text.append(part);
    }
    text.append(SEPARATOR);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
