package io.egresslens.bench;

import io.egresslens.bench.Rounds.Turn;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs to parse, classify and sum a record, in each form, beside others who do the same.
 *
 * @param loads how much was read
 * @param nanos nanoseconds a record, by form and by name of the contestant
 * @param coreShare see {@link Rounds.Measured}
 */
public record ReadBench(
    Map<LoadForm, Load.Size> loads, Map<LoadForm, Map<String, Series>> nanos, double coreShare) {
  /** Who reads what. Shuffled records are compared with our own best, not with others. */
  private static final Map<LoadForm, List<String>> CARD =
      new EnumMap<>(
          Map.of(
              LoadForm.LINES,
              List.of(
                  Contestants.READ_FLOOR, Contestants.OWN, Contestants.STREAM, Contestants.TREE),
              LoadForm.ENVELOPE,
              List.of(Contestants.OWN, Contestants.STREAM, Contestants.TREE),
              LoadForm.SHUFFLED,
              List.of(Contestants.OWN),
              LoadForm.LEGACY,
              List.of(Contestants.OWN, Contestants.STREAM)));

  private record Entrant(LoadForm form, String name) {}

  /**
   * Composes the loads, compares the answers and measures.
   *
   * @param records how many each load has
   * @throws IllegalStateException when contestants do not answer alike
   */
  public static ReadBench run(int records, Rounds rounds) {
    Map<LoadForm, Load.Size> loads = new EnumMap<>(LoadForm.class);
    List<Entrant> entrants = new ArrayList<>();
    List<Turn> turns = new ArrayList<>();
    CARD.forEach(
        (form, names) -> {
          Load load = Load.compose(form, records);
          loads.put(form, load.size());
          List<Contestant> readers = new ArrayList<>();
          for (String name : names) {
            Contestant contestant = Contestants.of(name);
            entrants.add(new Entrant(form, name));
            turns.add(new Turn(records, () -> contestant.pass(load)));
            if (!name.equals(Contestants.READ_FLOOR)) {
              readers.add(contestant);
            }
          }
          Answers.requireSame(load, readers);
        });
    Rounds.Measured all = rounds.measure(turns);
    List<Series> measured = all.nanosPerUnit();
    Map<LoadForm, Map<String, Series>> nanos = new EnumMap<>(LoadForm.class);
    for (int i = 0; i < measured.size(); i++) {
      Entrant entrant = entrants.get(i);
      nanos
          .computeIfAbsent(entrant.form(), form -> new LinkedHashMap<>())
          .put(entrant.name(), measured.get(i));
    }
    return new ReadBench(loads, nanos, all.coreShare());
  }

  /** Bytes of a record with its share of the lines around it. */
  public double bytesPerRecord(LoadForm form) {
    Load.Size load = loads.get(form);
    return (double) load.bytes() / load.records();
  }

  /** What part of the speed of the {@link ReadFloor} ours has, for bytes of that form. */
  public Series shareOfReadFloor(LoadForm form) {
    Series floor = nanos.get(LoadForm.LINES).get(Contestants.READ_FLOOR);
    double sizes = bytesPerRecord(form) / bytesPerRecord(LoadForm.LINES);
    Series share = floor.by(nanos.get(form).get(Contestants.OWN));
    double[] rounds = share.rounds().clone();
    for (int i = 0; i < rounds.length; i++) {
      rounds[i] *= sizes;
    }
    return new Series(rounds);
  }

  /** How many times as long as ours another takes; null when it did not read this form. */
  public Series timesOurs(LoadForm form, String contestant) {
    Series other = nanos.get(form).get(contestant);
    return other == null ? null : other.by(nanos.get(form).get(Contestants.OWN));
  }
}
