package io.egresslens.names;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What logged answers said of one address. An answer holds from its time until its TTL is over;
 * less than an hour without any is no gap, because clients keep addresses longer than they should.
 * Not thread-safe.
 */
final class LoggedAnswers {
  private static final long HOUR = 3600;

  /** What was said in an hour: first time, last end, number. */
  private static final class Cell {
    private long first = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private int answers;
  }

  private final Map<String, TreeMap<Long, Cell>> names = new TreeMap<>();

  /** Takes an answer; says whether it takes room. */
  boolean add(long second, DnsAnswers.Answer answer) {
    TreeMap<Long, Cell> hours = names.computeIfAbsent(answer.name(), any -> new TreeMap<>());
    int before = hours.size();
    Cell cell = hours.computeIfAbsent(Math.floorDiv(second, HOUR), any -> new Cell());
    cell.first = Math.min(cell.first, second);
    cell.end = Math.max(cell.end, second + answer.ttlSeconds());
    cell.answers++;
    return hours.size() > before;
  }

  /** One range for each name and stretch of time, by time, then name. */
  List<NameRange> ranges() {
    List<NameRange> ranges = new ArrayList<>();
    names.forEach(
        (name, hours) -> {
          Cell open = null;
          for (Cell cell : hours.values()) {
            if (open != null && cell.first <= open.end + HOUR) {
              open.end = Math.max(open.end, cell.end);
              open.answers += cell.answers;
              continue;
            }
            if (open != null) {
              ranges.add(range(name, open));
            }
            open = new Cell();
            open.first = cell.first;
            open.end = cell.end;
            open.answers = cell.answers;
          }
          ranges.add(range(name, open));
        });
    // Two names at one time: then a connection may have been for either.
    return ranges.stream()
        .map(
            one -> ranges.stream().anyMatch(other -> isRival(one, other)) ? oneOfSeveral(one) : one)
        .sorted(
            Comparator.comparing(NameRange::from)
                .thenComparing(range -> range.names().get(0).name()))
        .toList();
  }

  private static boolean isRival(NameRange one, NameRange other) {
    return !one.equals(other) && !one.from().isAfter(other.to()) && !other.from().isAfter(one.to());
  }

  private static NameRange oneOfSeveral(NameRange range) {
    return new NameRange(
        range.basis(),
        range.from(),
        range.to(),
        range.port(),
        range.names(),
        true,
        range.occasions(),
        range.sources());
  }

  private static NameRange range(String name, Cell cell) {
    return new NameRange(
        NameRange.Basis.LOGGED,
        Instant.ofEpochSecond(cell.first),
        Instant.ofEpochSecond(cell.end),
        0,
        List.of(new CandidateName(name, 1, cell.answers)),
        false,
        cell.answers,
        0);
  }
}
