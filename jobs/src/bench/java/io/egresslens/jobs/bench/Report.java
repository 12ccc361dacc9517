package io.egresslens.jobs.bench;

import io.egresslens.jobs.bench.Stage.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Markdown of what was measured. */
final class Report {
  private static final int ENOUGH_ROUNDS = 3;

  private final StringBuilder text = new StringBuilder();

  /** What is needed to repeat it, behind the tables. */
  private final StringBuilder details = new StringBuilder();

  /** Date, machine and virtual machine. */
  void machine(BenchOptions options) throws IOException {
    List<String> cpu = Files.readAllLines(Path.of("/proc/cpuinfo"));
    String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("[^0-9]", "");
    line(
        "%s, %d processors (%s), %,d MB of memory, Linux %s, %s %s; %d rounds, %,d records.",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        cpu.stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown"),
        Long.parseLong(memory) / 1024,
        System.getProperty("os.version"),
        System.getProperty("java.vm.name"),
        System.getProperty("java.version"),
        options.rounds(),
        options.records());
    line("");
  }

  void stage(Stage stage, List<Map<String, Trial>> rounds, Rounds ran) {
    line("### %s", stage.name);
    line("");
    stage.notes.forEach(note -> line("- %s", note));
    line("");
    line("| compared | ours | other | ratio, median | worst | target | |");
    line("|---|---|---|---|---|---|---|");
    stage.rows.forEach(row -> row(row, rounds, ran));
    line("");
    line("| contestant | records | seconds | records/s | cpu s a million | peak MB | rounds |");
    line("|---|---|---|---|---|---|---|");
    for (Contestant contestant : stage.contestants) {
      contestant(contestant, rounds.stream().map(round -> round.get(contestant.name())).toList());
    }
    line("");
    for (Contestant contestant : stage.contestants) {
      if (contestant.figure() != null && !ran.wrong.containsKey(contestant.name())) {
        said(contestant, rounds.stream().map(round -> round.get(contestant.name())).toList());
      }
    }
    details.append("### Commands: ").append(stage.name).append("\n\n");
    for (Contestant contestant : stage.contestants) {
      String command = BenchJvm.abbreviated(ran.commands.get(contestant.name()));
      details.append("- ").append(contestant.name()).append(": `").append(command).append("`\n");
    }
    details.append('\n');
    stage.appendix.forEach(
        (title, body) -> details.append(title).append(":\n\n```\n").append(body).append("```\n\n"));
  }

  private void row(Row row, List<Map<String, Trial>> rounds, Rounds ran) {
    if (row.other() == null) {
      Contestant ours = row.ours().whole();
      line(
          "| %s | %,.0f/s | | | | | %s |",
          row.what(),
          median(rounds, row.ours()::rate),
          ran.wrong.containsKey(ours.name()) ? "FAILED: " + ran.wrong.get(ours.name()) : "met");
      return;
    }
    List<Map<String, Trial>> quiet =
        rounds.stream()
            .filter(round -> !row.ours().isDisturbed(round) && !row.other().isDisturbed(round))
            .toList();
    boolean enough = quiet.size() >= ENOUGH_ROUNDS || quiet.size() == rounds.size();
    List<Map<String, Trial>> counted = enough ? quiet : rounds;
    String wrong =
        Stream.of(row.ours(), row.other())
            .flatMap(side -> Stream.of(side.whole(), side.smaller()))
            .filter(contestant -> contestant != null && ran.wrong.containsKey(contestant.name()))
            .map(Contestant::name)
            .map(name -> name + " answers " + ran.wrong.get(name))
            .collect(Collectors.joining("; "));
    if (!wrong.isEmpty()) {
      line("| %s | | | | | | FAILED: %s |", row.what(), wrong.replace('\t', ' '));
      return;
    }
    ToDoubleFunction<Map<String, Trial>> ratio =
        round -> row.ours().rate(round) / row.other().rate(round);
    double median = median(counted, ratio);
    line(
        "| %s | %,.0f/s | %,.0f/s | %.2f | %.2f | %s | %s |",
        row.what(),
        median(counted, row.ours()::rate),
        median(counted, row.other()::rate),
        median,
        counted.stream().mapToDouble(ratio).min().orElse(Double.NaN),
        row.target() > 0 ? String.format(Locale.ROOT, "%.2f", row.target()) : "",
        (row.target() <= 0 ? "" : median >= row.target() ? "met" : "missed")
            + (enough ? "" : ", disturbed"));
  }

  private void contestant(Contestant contestant, List<Trial> trials) {
    long disturbed = trials.stream().filter(Trial::isDisturbed).count();
    double millions = contestant.data().records() / 1e6;
    double seconds = median(trials, trial -> trial.secondsOf(contestant));
    double broker = median(trials, Trial::brokerSeconds);
    line(
        "| %s | %,d | %.2f | %,.0f | %.2f%s | %,.0f | %d%s |",
        contestant.name(),
        contestant.data().records(),
        seconds,
        contestant.data().records() / seconds,
        median(trials, Trial::cpuSeconds) / millions,
        broker > 0 ? String.format(Locale.ROOT, " + broker %.2f", broker / millions) : "",
        median(trials, Trial::peakBytes) / 1e6,
        trials.size(),
        disturbed > 0 ? ", " + disturbed + " disturbed" : "");
  }

  /** Every figure of its own, as the rate leaves some of its time out. */
  private void said(Contestant contestant, List<Trial> trials) {
    line("- %s, the whole process: %.2f s", contestant.name(), median(trials, Trial::seconds));
    for (String said : trials.get(0).output()) {
      if (said.startsWith("figure ")) {
        String name = said.split(" ")[1];
        line("  - %s: %.2f s", name, median(trials, trial -> trial.figure(name)));
      }
    }
    line("");
  }

  /** A table of its own. */
  void forms(Map<String, Double> rates) {
    if (rates.isEmpty()) {
      return;
    }
    line("| form of the query, the better of two runs | records/s |");
    line("|---|---|");
    rates.forEach((form, rate) -> line("| %s | %,.0f |", form, rate));
    line("");
  }

  void line(String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    text.append('\n');
  }

  @Override
  public String toString() {
    return text.toString() + details;
  }

  private static <T> double median(List<T> values, ToDoubleFunction<T> figure) {
    List<Double> sorted =
        new ArrayList<>(values.stream().map(figure::applyAsDouble).sorted().toList());
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
