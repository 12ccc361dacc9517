package io.egresslens.names;

import io.egresslens.flow.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The times at which somebody connected to one address and port, and what they had asked for
 * shortly before; says which name that was. Immutable once it is asked. Not thread-safe.
 */
final class Occasions {
  /*
   * Each name is a hypothesis: "they connected because of this name". Under it the name was asked
   * for before every connection but a few (clients remember answers; MISSED of them), under its
   * contrary only as often as the source asks for it anyway. The logarithm of that ratio, summed
   * over the occasions and halved because occasions are not independent, is a name's weight; a name
   * that everybody asks for all day weighs nothing, however often it fits. The weights of all names
   * and of "none of them" share out one certainty.
   *
   * That share is capped: by how many occasions there were (rule of succession: eight without a miss
   * for 0.9), and at ONE_SOURCE when all are of one source, which may have habits.
   *
   * Several names, one of which it was, there are in two cases. Rivals fit nearly as often as the
   * first name and much more often than by chance: names that are asked for together, and which of
   * them the client remembers now and then tells nothing. Strays fit where the first name does not:
   * then the address serves both.
   */
  private static final double MISSED = 0.08;
  private static final double TEMPER = 0.5;
  private static final double ONE_SOURCE = 0.8;

  /** What a rival fits, of the occasions. */
  private static final double RIVAL = 0.75;

  /** What a stray fits that the first name does not, of the occasions; and at least how many. */
  private static final double STRAY = 0.05;

  private static final int STRAYS = 2;

  private static final int SHOWN = 5;
  private static final double WORTH_SHOWING = 0.01;

  /** What one source had asked for when it connected. */
  private record Occasion(long second, IpAddress source, Map<String, Double> usually) {}

  private static final class Name {
    private final String name;
    private int fits;
    private int strays;
    private double usually;
    private double weight;

    Name(String name) {
      this.name = name;
    }
  }

  private final List<Occasion> occasions = new ArrayList<>();

  /**
   * @param usually how often the source had asked for each of the names it had asked for now
   */
  void add(long second, IpAddress source, Map<String, Double> usually) {
    occasions.add(new Occasion(second, source, usually));
  }

  void addAll(Occasions others) {
    occasions.addAll(others.occasions);
  }

  int size() {
    return occasions.size();
  }

  /** The name that fits most occasions, if it fits nearly all; of equals the first by name. */
  String leader() {
    return names().values().stream()
        .filter(name -> name.fits >= 0.8 * occasions.size())
        .max(
            Comparator.<Name>comparingDouble(name -> name.weight)
                .thenComparing(name -> name.name, Comparator.reverseOrder()))
        .map(name -> name.name)
        .orElse(null);
  }

  /** What was inferred; null when nobody had asked for anything that tells. */
  NameRange range(int port) {
    Map<String, Name> names = names();
    double most = names.values().stream().mapToDouble(name -> name.weight).max().orElse(0);
    // "None of them" weighs nothing.
    double sum = Math.exp(-Math.max(0, most));
    for (Name name : names.values()) {
      sum += Math.exp(name.weight - Math.max(0, most));
    }
    Set<IpAddress> sources = new HashSet<>();
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Occasion occasion : occasions) {
      sources.add(occasion.source);
      first = Math.min(first, occasion.second);
      last = Math.max(last, occasion.second);
    }
    List<CandidateName> candidates = new ArrayList<>();
    for (Name name : names.values()) {
      double share = Math.exp(name.weight - Math.max(0, most)) / sum;
      double seen = (name.fits + 1.0) / (occasions.size() + 2.0);
      double confidence = Math.min(share, seen);
      confidence = sources.size() == 1 ? Math.min(confidence, ONE_SOURCE) : confidence;
      candidates.add(new CandidateName(name.name, round(confidence), name.fits));
    }
    candidates.sort(
        Comparator.comparingDouble(CandidateName::confidence)
            .thenComparingInt(CandidateName::seen)
            .reversed()
            .thenComparing(CandidateName::name));
    if (candidates.isEmpty() || candidates.get(0).confidence() < WORTH_SHOWING) {
      return null;
    }
    List<CandidateName> others = others(names, candidates.get(0).name());
    boolean oneOf = !others.isEmpty() || candidates.get(0).confidence() < 0.5;
    CandidateName leader = candidates.get(0);
    int all = leader.seen() + others.stream().mapToInt(CandidateName::seen).sum();
    double even = round((double) leader.seen() / all);
    List<CandidateName> shown = new ArrayList<>();
    shown.add(new CandidateName(leader.name(), Math.min(leader.confidence(), even), leader.seen()));
    shown.addAll(others);
    for (CandidateName candidate : candidates) {
      boolean told = shown.stream().anyMatch(one -> one.name().equals(candidate.name()));
      if (!told && candidate.confidence() >= WORTH_SHOWING) {
        shown.add(candidate);
      }
    }
    return new NameRange(
        NameRange.Basis.INFERRED,
        Instant.ofEpochSecond(first),
        Instant.ofEpochSecond(last),
        port,
        shown.subList(0, Math.min(SHOWN, shown.size())),
        oneOf,
        occasions.size(),
        sources.size());
  }

  /** Rivals and strays, those that fit most first. */
  private List<CandidateName> others(Map<String, Name> names, String first) {
    int missed = 0;
    for (Occasion occasion : occasions) {
      if (!occasion.usually.containsKey(first)) {
        missed++;
        occasion.usually.keySet().forEach(other -> names.get(other).strays++);
      }
    }
    int all = occasions.size();
    List<CandidateName> others = new ArrayList<>();
    for (Name name : names.values()) {
      boolean rival = name.fits >= RIVAL * all && isBeyondChance(name.fits, all, name.usually);
      boolean stray =
          name.strays >= Math.max(STRAYS, STRAY * all)
              && isBeyondChance(name.strays, missed, name.usually);
      if (!name.name.equals(first) && (rival || stray)) {
        double share = rival ? 0.5 * name.fits : name.strays;
        others.add(new CandidateName(name.name, round(share / (all + 2)), name.fits));
      }
    }
    others.sort(
        Comparator.comparingInt(CandidateName::seen).reversed().thenComparing(CandidateName::name));
    return others;
  }

  /** Whether so many of all are more than three standard deviations above what is usual. */
  private static boolean isBeyondChance(int fits, int all, double usually) {
    double expected = all * usually;
    return fits > expected + 3 * Math.sqrt(expected * (1 - usually)) + 1;
  }

  private Map<String, Name> names() {
    // Summed in one order, so that the last digit does not depend on that of the input.
    occasions.sort(Comparator.comparingLong(Occasion::second).thenComparing(Occasion::source));
    Map<String, Name> names = new TreeMap<>();
    Map<String, Double> chance = new HashMap<>();
    for (Occasion occasion : occasions) {
      occasion.usually.forEach(
          (text, usually) -> {
            Name name = names.computeIfAbsent(text, Name::new);
            name.fits++;
            name.weight += Math.log((1 - MISSED) / usually);
            chance.merge(text, usually, Double::sum);
          });
    }
    for (Name name : names.values()) {
      // Where it was not asked for, what is usual is not known: the mean of where it was.
      name.usually = chance.get(name.name) / name.fits;
      int missed = occasions.size() - name.fits;
      name.weight =
          TEMPER * (name.weight + missed * Math.min(0, Math.log(MISSED / (1 - name.usually))));
    }
    return names;
  }

  /** To three digits: more say nothing. Down, so that no bound is crossed by rounding. */
  private static double round(double confidence) {
    return Math.floor(confidence * 1000) / 1000;
  }
}
