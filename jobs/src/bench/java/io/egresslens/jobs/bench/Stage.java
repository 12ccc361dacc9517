package io.egresslens.jobs.bench;

import io.egresslens.jobs.bench.Contestant.Data;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contestants that run in the same rounds, and the rows of the report that come of them. */
final class Stage {
  /**
   * A rate: records by seconds of one contestant, or, when a smaller run of the same is there too,
   * the difference of records by the difference of seconds, which leaves start and end out.
   */
  record Side(Contestant whole, Contestant smaller) {
    static Side of(Contestant whole) {
      return new Side(whole, null);
    }

    double rate(Map<String, Trial> round) {
      double records = whole.data().records();
      double seconds = round.get(whole.name()).secondsOf(whole);
      if (smaller != null) {
        records -= smaller.data().records();
        seconds -= round.get(smaller.name()).secondsOf(smaller);
      }
      // A difference of runs too short to tell apart is no rate.
      return seconds > 0 ? records / seconds : Double.NaN;
    }

    boolean isDisturbed(Map<String, Trial> round) {
      return round.get(whole.name()).isDisturbed()
          || (smaller != null && round.get(smaller.name()).isDisturbed());
    }
  }

  /**
   * A comparison.
   *
   * @param other null when all that is asked is to end with the right answer
   * @param target the least that the first side's rate is to be of the other's
   */
  record Row(String what, Side ours, Side other, double target) {}

  final String name;
  final List<String> notes = new ArrayList<>();
  final List<Contestant> contestants = new ArrayList<>();
  final List<Row> rows = new ArrayList<>();
  final Map<Data, Answer> truths = new LinkedHashMap<>();

  /** Queries and settings to print behind the tables, by title. */
  final Map<String, String> appendix = new LinkedHashMap<>();

  Stage(String name) {
    this.name = name;
  }

  Contestant add(Contestant contestant) {
    contestants.add(contestant);
    return contestant;
  }

  void row(String what, Contestant ours, Contestant other, double target) {
    rows.add(new Row(what, Side.of(ours), Side.of(other), target));
  }
}
