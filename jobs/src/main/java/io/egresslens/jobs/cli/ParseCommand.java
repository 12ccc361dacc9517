package io.egresslens.jobs.cli;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.BlockReader;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.io.LogFiles;
import io.egresslens.parse.FlowFields;
import io.egresslens.parse.LogOutput;
import io.egresslens.parse.LogParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Flows as JSON Lines, without engine and without judgement. */
@Command(
    name = "parse",
    description = "Writes the flows of log files as JSON Lines, in the order of the files.",
    mixinStandardHelpOptions = true)
final class ParseCommand implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description = "Files and folders; - or nothing reads standard input.")
  private List<Path> paths = List.of(STANDARD_INPUT);

  @Option(
      names = "--dead-letters",
      paramLabel = "FILE",
      description = "Where rejected records go; without it they are only counted.")
  private Path deadLetters;

  @Override
  public Integer call() throws IOException {
    if (paths.size() > 1 && paths.contains(STANDARD_INPUT)) {
      throw new UserError("- reads standard input, and nothing else with it");
    }
    try (OutputStream letters =
        deadLetters == null
            ? OutputStream.nullOutputStream()
            : Files.newOutputStream(deadLetters)) {
      Writer writer = new Writer(spec.commandLine().getOut(), letters);
      if (paths.contains(STANDARD_INPUT)) {
        parse("-", System.in, writer);
      } else {
        for (Path file : LogFiles.under(paths)) {
          try (InputStream in = Files.newInputStream(file)) {
            parse(file.toString(), in, writer);
          }
        }
      }
      writer.report(spec.commandLine().getErr());
    }
    return Main.FINE;
  }

  private static void parse(String name, InputStream in, Writer writer) throws IOException {
    LogParser parser = new LogParser(EventTimeBounds.DEFAULT);
    BlockReader blocks = BlockReader.of(name, in);
    for (LogBlock block = blocks.next(); block != null; block = blocks.next()) {
      parser.parse(block, writer);
    }
  }

  private static final class Writer implements LogOutput {
    private final PrintWriter out;
    private final OutputStream letters;
    private long flows;
    private long others;
    private long rejected;

    Writer(PrintWriter out, OutputStream letters) {
      this.out = out;
      this.letters = letters;
    }

    @Override
    public void flow(Flow flow) {
      flows++;
      out.write(FlowFields.FLOW.toLine(flow));
      out.write('\n');
    }

    @Override
    public void other(String category) {
      others++;
    }

    @Override
    public void deadLetter(DeadLetter letter) {
      rejected++;
      try {
        letters.write(FlowFields.DEAD_LETTER.toJson(letter));
        letters.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void report(PrintWriter err) {
      out.flush();
      err.printf(
          Locale.ROOT,
          "%,d flows, %,d records of other kinds, %,d dead letters%n",
          flows,
          others,
          rejected);
    }
  }
}
