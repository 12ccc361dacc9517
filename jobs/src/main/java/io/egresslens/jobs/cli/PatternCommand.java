package io.egresslens.jobs.cli;

import io.egresslens.match.DestinationSpec;
import io.egresslens.match.PatternAnswer;
import io.egresslens.match.PatternCases;
import io.egresslens.match.PatternDialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether a pattern covers a destination, in which dialect, and why. */
@Command(
    name = "pattern",
    description = "Says whether a pattern matches a host, in which dialect, and why.",
    mixinStandardHelpOptions = true)
final class PatternCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "PATTERN")
  private String pattern;

  @Parameters(index = "1", arity = "0..1", paramLabel = "HOST[:PORT][/PATH]")
  private String host;

  @Option(
      names = "--cases",
      paramLabel = "FILE.tsv",
      description = "Answer every row of a table; exit 2 when one differs from 'expected'.")
  private String cases;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (cases != null) {
      return table(out);
    }
    if (pattern == null || host == null) {
      throw new UserError("pattern needs PATTERN and HOST, or --cases FILE.tsv");
    }
    PatternAnswer answer = PatternDialect.ask(pattern, DestinationSpec.parse(host));
    out.printf(
        "%s (%s): %s%n",
        answer.outcome().label(),
        TerminalText.oneLine(answer.dialect()),
        TerminalText.oneLine(answer.reason()));
    return Main.FINE;
  }

  private int table(PrintWriter out) throws IOException {
    PatternCases answered;
    try (BufferedReader reader =
        cases.equals("-")
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(Path.of(cases))) {
      answered = PatternCases.read(reader);
    }
    answered.lines().forEach(out::println);
    long differences = answered.differences();
    if (differences > 0) {
      spec.commandLine().getErr().printf("%d answers differ from 'expected'%n", differences);
      return Main.FOUND;
    }
    return Main.FINE;
  }
}
