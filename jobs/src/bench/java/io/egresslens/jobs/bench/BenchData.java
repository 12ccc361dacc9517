package io.egresslens.jobs.bench;

import io.egresslens.jobs.bench.Contestant.Data;
import io.egresslens.samples.RecordGenerator;
import io.egresslens.samples.RecordOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The files of a run; those of a stage go with it unless they are to be kept. */
final class BenchData {
  /** Gives messages a little under the megabyte that brokers take. */
  static final int PER_MESSAGE = 1_700;

  private static final int UNLISTED_HOSTS = 500;

  private final Path folder;
  private final boolean keep;

  BenchData(BenchOptions options) throws IOException {
    this.folder = Files.createDirectories(options.folder().resolve("data"));
    this.keep = options.keep();
  }

  /** Generated records of one day, alone or so many in a wrapper. */
  Data records(String name, long records, int perLine) throws IOException {
    RecordOptions options =
        RecordOptions.DEFAULT
            .withUnlisted(UNLISTED_HOSTS, RecordOptions.DEFAULT.unlistedPercent())
            .withRecordsPerLine(perLine);
    return data(
        name,
        records,
        file -> {
          try (OutputStream out = Files.newOutputStream(file)) {
            RecordGenerator.writeStructured(out, records, options);
          }
        });
  }

  /** Records of one hour, each of a host of its own. */
  Data distinctHosts(long records) throws IOException {
    return data("distinct-hosts", records, file -> DistinctHosts.write(file, records));
  }

  private interface Writer {
    void write(Path file) throws IOException;
  }

  private Data data(String name, long records, Writer writer) throws IOException {
    Path file = folder.resolve(name + '-' + records + ".jsonl");
    if (!Files.exists(file)) {
      Path unfinished = folder.resolve(name + ".unfinished");
      writer.write(unfinished);
      Files.move(unfinished, file);
    }
    return new Data(name, file, records, Files.size(file));
  }

  /** How much of the file the page cache holds now. */
  String residence(Data data) throws IOException {
    String resident = "unknown";
    try {
      Process process =
          new ProcessBuilder("fincore", "-b", "-n", "-o", "RES", data.file().toString()).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      resident =
          String.format(Locale.ROOT, "%.0f %%", 1e2 * Long.parseLong(answer.trim()) / data.bytes());
    } catch (IOException | NumberFormatException e) {
      resident += ", no fincore here";
    }
    return String.format(
        Locale.ROOT,
        "%s: %,d records, %,.1f MB, read once before; in the page cache: %s",
        data.name(),
        data.records(),
        data.bytes() / 1e6,
        resident);
  }

  /** What is not read again in its stage. */
  void drop(Data data) throws IOException {
    if (!keep) {
      Files.delete(data.file());
    }
  }

  /** Ends a stage. */
  void clear() throws IOException {
    if (!keep) {
      Rounds.delete(folder);
      Files.createDirectories(folder);
    }
  }
}
