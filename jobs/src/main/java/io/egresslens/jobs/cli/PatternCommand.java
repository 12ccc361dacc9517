package io.egresslens.jobs.cli;

import io.egresslens.match.DestinationSpec;
import io.egresslens.match.PatternAnswer;
import io.egresslens.match.PatternCases;
import io.egresslens.match.PatternDialect;
import io.egresslens.match.PatternDifferences;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether a pattern covers a destination, why, and what the same text means elsewhere. */
@Command(
    name = "pattern",
    description = {
      "Says whether a pattern matches a host, in which dialect, and why, and on which names other"
          + " products read the same text otherwise. Without a host: the latter alone.",
      "A dialect is named in front, as in squid=>.example.com: url, net, ovn, cilium, calico, squid,"
          + " envoy, dns, adblock, aws, gke, smokescreen; without one it is Azure Firewall's target"
          + " FQDN. Our own are fqdntag, gw, tpl, re, glob, cat."
    },
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

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (cases != null) {
      return table(out);
    }
    if (pattern == null) {
      throw new UserError("pattern needs PATTERN and perhaps HOST, or --cases FILE.tsv");
    }
    DestinationSpec asked = host == null ? null : DestinationSpec.parse(host);
    PatternAnswer answer = asked == null ? null : PatternDialect.ask(pattern, asked);
    PatternDifferences differences =
        PatternDifferences.of(pattern, asked == null ? null : asked.host());
    if (json) {
      out.println(
          PatternFields.ALL.toLine(new PatternFields.Said(pattern, host, answer, differences)));
      return Main.FINE;
    }
    if (answer != null) {
      out.printf(
          "%s (%s): %s%n",
          answer.outcome().label(),
          TerminalText.oneLine(answer.dialect()),
          TerminalText.oneLine(answer.reason()));
    }
    if (differences.rows().isEmpty()) {
      out.println("no other product reads such a pattern");
    } else {
      DifferencesTable.print(differences, out);
    }
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
    answered.lines().map(PatternCommand::safe).forEach(out::println);
    long differences = answered.differences();
    if (differences > 0) {
      spec.commandLine().getErr().printf("%d answers differ from 'expected'%n", differences);
      return Main.FOUND;
    }
    return Main.FINE;
  }

  /** A line of a table from somebody's file, its tabs kept. */
  private static String safe(String line) {
    return Stream.of(line.split("\t", -1))
        .map(TerminalText::oneLine)
        .collect(Collectors.joining("\t"));
  }
}
