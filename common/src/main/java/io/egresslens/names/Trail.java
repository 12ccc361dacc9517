package io.egresslens.names;

import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one source asked for and connected to. Sorted when it is first looked at. Not thread-safe.
 */
final class Trail {
  /** A question, at a second. */
  record Query(long second, String name) {}

  /** A connection that no name is known of. */
  record Visit(long second, IpAddress address, int port) {}

  private static final Comparator<Query> BY_TIME =
      Comparator.comparingLong(Query::second).thenComparing(Query::name);

  private final List<Query> queries = new ArrayList<>(4);
  private final List<Visit> visits = new ArrayList<>(2);

  /** Seconds in which a name had been asked for shortly before, by name; null until needed. */
  private Map<String, Long> covered;

  void add(Query query) {
    queries.add(query);
    covered = null;
  }

  void add(Visit visit) {
    visits.add(visit);
  }

  /** The connections to an address, by time, then port. */
  List<Visit> visits(IpAddress address) {
    return visits.stream()
        .filter(visit -> visit.address().equals(address))
        .sorted(Comparator.comparingLong(Visit::second).thenComparingInt(Visit::port))
        .toList();
  }

  /** The names asked for in {@code (second - lookback, second]}, each once. */
  List<String> askedBefore(long second, long lookback) {
    sum(lookback);
    int from = 0;
    int to = queries.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (queries.get(middle).second() <= second - lookback) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    List<String> names = new ArrayList<>();
    for (int i = from; i < queries.size() && queries.get(i).second() <= second; i++) {
      if (!names.contains(queries.get(i).name())) {
        names.add(queries.get(i).name());
      }
    }
    return names;
  }

  /** How likely it is that the source had asked for a name shortly before any moment. */
  double usually(String name, long lookback) {
    sum(lookback);
    long first = queries.isEmpty() ? 0 : queries.get(0).second();
    long last = queries.isEmpty() ? 0 : queries.get(queries.size() - 1).second();
    // A window more on top and below: what was seen once is not certain to come again.
    double span = last - first + 3.0 * lookback;
    return Math.min(0.99, (covered.getOrDefault(name, 0L) + lookback) / span);
  }

  private void sum(long lookback) {
    if (covered != null) {
      return;
    }
    queries.sort(BY_TIME);
    covered = new HashMap<>();
    Map<String, Long> lasts = new HashMap<>();
    for (Query query : queries) {
      Long last = lasts.put(query.name(), query.second());
      long more = last == null ? lookback : Math.min(lookback, query.second() - last);
      covered.merge(query.name(), more, Long::sum);
    }
  }
}
