package io.egresslens.bench;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.flow.Action;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What every peer does with a record: {@link SuffixWalk} for the entry, a map of rows for the sums.
 * Ordinary code without waste; where ours checks (times, addresses, names), this trusts. Not
 * thread-safe.
 */
public final class PeerSums {
  private record Key(
      long hour,
      String firewall,
      String destination,
      int port,
      String protocol,
      Action action,
      CatalogEntry entry) {}

  private record RuleKey(String collection, String rule) {}

  private static final class Sum {
    final Set<String> sources = new HashSet<>();
    final Map<RuleKey, long[]> rules = new HashMap<>();
    long flows;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
  }

  private static final long HOUR_NANOS = Scene.HOUR_MILLIS * 1_000_000;

  private final SuffixWalk walk = new SuffixWalk(Scene.catalog(), Scene.CLUSTER);
  private final LegacyPatterns patterns = new LegacyPatterns();
  private final Map<Key, Sum> sums = new HashMap<>();

  /** Lower case by the spelling in the log: lowering a long id anew each time is dear. */
  private final Map<String, String> lower = new HashMap<>();

  private String day = "";
  private long dayNanos;
  private long flows;

  /** How many decisions there were so far. */
  public long flows() {
    return flows;
  }

  /** Counts the record if it is a decision. */
  public void add(PeerRecord record) {
    boolean isDecision =
        record.message == null ? isStructuredDecision(record) : patterns.read(record);
    if (!isDecision) {
      return;
    }
    long nanos = nanos(record.time);
    boolean named = record.host != null && !record.host.isEmpty();
    String destination = named ? record.host.toLowerCase(Locale.ROOT) : record.address;
    Key key =
        new Key(
            nanos / HOUR_NANOS,
            lower.computeIfAbsent(record.firewall, id -> id.toLowerCase(Locale.ROOT)),
            destination,
            record.port,
            lower.computeIfAbsent(record.protocol, word -> word.toLowerCase(Locale.ROOT)),
            action(record.action),
            named ? walk.find(destination) : null);
    Sum sum = sums.computeIfAbsent(key, made -> new Sum());
    flows++;
    sum.flows++;
    sum.first = Math.min(sum.first, nanos);
    sum.last = Math.max(sum.last, nanos);
    sum.sources.add(record.source);
    if (record.rule != null && !record.rule.isEmpty()) {
      sum.rules.computeIfAbsent(new RuleKey(record.collection, record.rule), r -> new long[1])[0]++;
    }
  }

  private static boolean isStructuredDecision(PeerRecord record) {
    return switch (record.category) {
      case "AZFWApplicationRule", "AZFWNetworkRule" -> true;
      case "AZFWThreatIntel", "AZFWIdpsSignature" -> !record.action.equalsIgnoreCase("alert");
      default -> false;
    };
  }

  private static Action action(String word) {
    return switch (word) {
      case "Allow" -> Action.ALLOW;
      case "Deny" -> Action.DENY;
      default -> throw new IllegalArgumentException(word);
    };
  }

  /** Epoch nanoseconds of {@code 2026-01-20T00:00:00.1234567Z}, the one spelling of the loads. */
  private long nanos(String time) {
    if (!time.startsWith(day) || day.isEmpty()) {
      day = time.substring(0, 10);
      dayNanos = LocalDate.parse(day).toEpochDay() * 24 * HOUR_NANOS;
    }
    long seconds = number(time, 11, 13) * 3600L + number(time, 14, 16) * 60L + number(time, 17, 19);
    return dayNanos + seconds * 1_000_000_000L + number(time, 20, 27) * 100L;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      number = number * 10 + text.charAt(at) - '0';
    }
    return number;
  }

  /** Hands over every row and starts anew. */
  public List<Row> drain() {
    List<Row> rows = new ArrayList<>();
    sums.forEach((key, sum) -> rows.add(row(key, sum)));
    sums.clear();
    return rows;
  }

  private static Row row(Key key, Sum sum) {
    Map<String, Long> rules = new HashMap<>();
    sum.rules.forEach((rule, count) -> rules.put(rule.collection + '/' + rule.rule, count[0]));
    return new Row(
        key.hour * Scene.HOUR_MILLIS,
        key.firewall,
        key.destination,
        key.port,
        key.protocol,
        key.action,
        key.entry == null ? null : key.entry.id(),
        sum.flows,
        sum.sources.size(),
        sum.first,
        sum.last,
        rules);
  }
}
