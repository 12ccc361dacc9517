package io.egresslens.jobs.cli;

import io.egresslens.flow.Flow;
import io.egresslens.flow.IpAddress;
import io.egresslens.ingest.BlockReader;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.io.LogFiles;
import io.egresslens.names.AddressNames;
import io.egresslens.names.NameRange;
import io.egresslens.parse.LogOutput;
import io.egresslens.parse.LogParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The names that log files have for an address. */
final class LoggedNames implements LogOutput {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final AddressNames names;
  private long rejected;

  private LoggedNames(IpAddress address) {
    this.names = new AddressNames(address);
  }

  /**
   * Reads the files and says what they know.
   *
   * @param paths files and folders; {@code -} alone for standard input
   * @param err where it says what was left out
   */
  static List<NameRange> of(IpAddress address, List<Path> paths, PrintWriter err)
      throws IOException {
    if (paths.size() > 1 && paths.contains(STANDARD_INPUT)) {
      throw new UserError("- reads standard input, and nothing else with it");
    }
    LoggedNames logs = new LoggedNames(address);
    if (paths.contains(STANDARD_INPUT)) {
      logs.read("-", System.in);
    } else {
      for (Path file : LogFiles.under(paths)) {
        try (InputStream in = Files.newInputStream(file)) {
          logs.read(file.toString(), in);
        }
      }
    }
    logs.report(err);
    return logs.names.of(address);
  }

  private void read(String name, InputStream in) throws IOException {
    LogParser parser = new LogParser(EventTimeBounds.DEFAULT);
    BlockReader blocks = BlockReader.of(name, in);
    for (LogBlock block = blocks.next(); block != null; block = blocks.next()) {
      parser.parse(block, this);
    }
  }

  @Override
  public void flow(Flow flow) {
    names.add(flow);
  }

  @Override
  public void other(String category) {}

  @Override
  public void deadLetter(DeadLetter letter) {
    rejected++;
  }

  private void report(PrintWriter err) {
    if (rejected > 0) {
      err.printf(Locale.ROOT, "%,d dead letters%n", rejected);
    }
    if (names.floods() > 0) {
      err.printf(Locale.ROOT, "%,d sources with too many records were left out%n", names.floods());
    }
    if (names.oneSourceIn() > 1) {
      err.printf(Locale.ROOT, "one source in %,d was looked at%n", names.oneSourceIn());
    }
  }
}
