package io.egresslens.samples;

import io.egresslens.samples.Draft.Piece;
import io.egresslens.samples.Scenario.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The folder {@code sample-logs} as its generator knows it: the bytes of every file, and for every
 * record in them where it stands and what is meant by it. {@code README.md}, {@code alerts.yaml},
 * {@code clusters.yaml} and {@code expected/} of the folder are not made here. Immutable; making it
 * takes well under a second.
 *
 * @param files bytes by path below {@code sample-logs/}, in path order; not to be written to
 * @param index every record, by path and then in the order of the file
 */
public record SampleLogs(SortedMap<String, byte[]> files, List<Entry> index) {
  private static final long SEED = 20260105L;
  private static final Instant SECOND_WEEK = Instant.parse("2026-01-12T00:00:00Z");
  private static final String BEGIN = "<!-- counts: written by the generator -->\n";
  private static final String END = "<!-- end of counts -->\n";

  /** Makes the folder; every call gives the same. */
  public static SampleLogs generate() {
    List<Draft> drafts = new ArrayList<>(eventHub());
    drafts.addAll(Gallery.drafts());
    drafts.addAll(Faults.drafts());
    drafts.sort((a, b) -> a.path().compareTo(b.path()));
    SortedMap<String, byte[]> files = new TreeMap<>();
    List<Entry> index = new ArrayList<>();
    for (Draft draft : drafts) {
      if (files.put(draft.path(), Gallery.finish(draft)) != null) {
        throw new IllegalStateException("two drafts of " + draft.path());
      }
      index.addAll(draft.entries());
    }
    return new SampleLogs(Collections.unmodifiableSortedMap(files), List.copyOf(index));
  }

  /** The committed folder; tests run in their module's folder or in the root. */
  public static Path folder() {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.isDirectory(here.resolve("sample-logs")) ? here : here.getParent();
    return root.resolve("sample-logs");
  }

  /**
   * The messages of the two weeks in the order of their delivery. The broker's time of a message is
   * the running maximum of the event times up to and including it.
   */
  private static List<Draft> eventHub() {
    Draft first = new Draft("event-hub/week-1.jsonl");
    Draft second = new Draft("event-hub/week-2.jsonl");
    Instant broker = Scenario.START;
    int number = 0;
    for (Message message : Scenario.messages(new Dice(SEED))) {
      Draft draft = message.delivered().isBefore(SECOND_WEEK) ? first : second;
      List<Piece> pieces = new ArrayList<>();
      for (Sample sample : message.samples()) {
        pieces.add(Piece.of(Envelope.EVENT_HUB, sample));
        broker = sample.time().isAfter(broker) ? sample.time() : broker;
      }
      draft.wrapped("{\"records\":[", pieces, "]}", broker);
      if (++number % 500 == 0) {
        Faults.messages(draft, broker);
      }
    }
    return List.of(first, second);
  }

  /** What a reader must count over everything. */
  public Truth truth() {
    return Truth.of(index);
  }

  /** What a reader must count over a part, for example of one folder or of one story. */
  public Truth truth(Predicate<Entry> part) {
    return Truth.of(index.stream().filter(part).toList());
  }

  /** The counts that the README states, as Markdown between two marks. */
  public String counts() {
    StringBuilder text = new StringBuilder(BEGIN);
    text.append("\n| folder | files | bytes | records | flows | inbound | signals | others |")
        .append(" dead letters |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    TreeSet<String> folders = new TreeSet<>();
    index.forEach(entry -> folders.add(entry.folder()));
    folders.forEach(folder -> row(text, folder, folder + "/"));
    row(text, "all", "");
    text.append("\n| story | records |\n|---|--:|\n");
    truth(entry -> entry.folder().equals("event-hub"))
        .stories()
        .forEach((story, count) -> text.append("| `" + story + "` | " + count + " |\n"));
    return text.append('\n').append(END).toString();
  }

  private void row(StringBuilder text, String name, String prefix) {
    Truth truth = truth(entry -> entry.file().startsWith(prefix));
    List<byte[]> contents =
        files.entrySet().stream()
            .filter(file -> file.getKey().startsWith(prefix))
            .map(Map.Entry::getValue)
            .toList();
    text.append("| ").append(name);
    for (long figure :
        List.of(
            (long) contents.size(),
            contents.stream().mapToLong(content -> content.length).sum(),
            truth.records(),
            truth.flows(),
            truth.inbound(),
            truth.signals(),
            sum(truth.otherCategories()),
            sum(truth.deadLetters()))) {
      text.append(" | ").append(figure);
    }
    text.append(" |\n");
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(count -> count).sum();
  }

  /**
   * Writes every file below a folder, over those that stand there, and the counts into its {@code
   * README.md} when it has one. Files that are no longer made are left alone.
   */
  public void writeTo(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Path readme = folder.resolve("README.md");
    if (Files.exists(readme)) {
      String text = Files.readString(readme, StandardCharsets.UTF_8);
      int begin = text.indexOf(BEGIN);
      int end = text.indexOf(END);
      if (begin < 0 || end < begin) {
        throw new IOException(readme + " has no marks for the counts");
      }
      String counted = text.substring(0, begin) + counts() + text.substring(end + END.length());
      Files.writeString(readme, counted, StandardCharsets.UTF_8);
    }
  }
}
