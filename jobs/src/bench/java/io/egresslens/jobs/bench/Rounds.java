package io.egresslens.jobs.bench;

import io.egresslens.jobs.bench.Contestant.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs contestants one after the other, in rounds, every other round backwards, and compares what
 * they found with the truth before their time counts.
 */
final class Rounds {
  private final Path folder;
  private final ProcessHandle broker;
  private final PrintStream progress;
  private int runs;

  /** The words of every contestant's first run, and its difference from the truth. */
  final Map<String, String> commands = new LinkedHashMap<>();

  final Map<String, String> wrong = new HashMap<>();

  /**
   * @param broker whose time is nobody's disturbance; null for none
   */
  Rounds(Path folder, ProcessHandle broker, PrintStream progress) {
    this.folder = folder;
    this.broker = broker;
    this.progress = progress;
  }

  /** Trials by contestant, round by round. */
  List<Map<String, Trial>> run(Stage stage, int rounds) throws Exception {
    List<Map<String, Trial>> all = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      List<Contestant> order = new ArrayList<>(stage.contestants);
      if (i % 2 == 1) {
        Collections.reverse(order);
      }
      Map<String, Trial> round = new HashMap<>();
      for (Contestant contestant : order) {
        round.put(contestant.name(), run(contestant, stage.truths.get(contestant.data())));
      }
      all.add(round);
    }
    return all;
  }

  /** One run; what it found is compared when there is a truth. */
  Trial run(Contestant contestant, Answer truth) throws Exception {
    Path own = start();
    Trial trial;
    try {
      trial = launch(contestant, own);
    } catch (IOException e) {
      // One that fails is a failed row, not the end of a run of hours.
      wrong.putIfAbsent(contestant.name(), e.getMessage().lines().findFirst().orElse("nothing"));
      progress.println(contestant.name() + " FAILED: " + e.getMessage());
      delete(own);
      return Trial.FAILED;
    }
    if (truth != null && contestant.finding() != null) {
      String difference = contestant.finding().read(own).differsFrom(truth);
      if (difference != null) {
        wrong.putIfAbsent(contestant.name(), difference);
      }
    }
    delete(own);
    progress.printf(
        Locale.ROOT,
        "%-44s %,12.0f records/s %8.2f s, cpu %.2f s, others %.1f %%%s%n",
        contestant.name(),
        contestant.data().records() / trial.secondsOf(contestant),
        trial.secondsOf(contestant),
        trial.cpuSeconds(),
        100 * trial.foreignShare(),
        wrong.containsKey(contestant.name()) ? "  WRONG ANSWER" : "");
    return trial;
  }

  /** What a contestant finds, whatever it is: the truth, when it is ours. */
  Answer find(Contestant contestant) throws Exception {
    Path own = start();
    launch(contestant, own);
    Answer answer = contestant.finding().read(own);
    delete(own);
    return answer;
  }

  private Path start() throws IOException {
    return Files.createDirectories(folder.resolve("run-" + runs++));
  }

  private Trial launch(Contestant contestant, Path own) throws Exception {
    Command command = contestant.setup().prepare(own);
    commands.putIfAbsent(
        contestant.name(),
        command.environment().isEmpty()
            ? String.join(" ", command.words())
            : command.environment() + " " + String.join(" ", command.words()));
    return Trial.of(command, own, broker);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
