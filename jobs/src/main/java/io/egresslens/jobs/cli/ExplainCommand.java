package io.egresslens.jobs.cli;

import io.egresslens.classify.Explanation;
import io.egresslens.classify.FlowClassifier;
import io.egresslens.classify.Judgement;
import io.egresslens.match.DestinationSpec;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why a destination is judged as it is, by the same code that judges flows. */
@Command(
    name = "explain",
    description = "Says what catalog and cluster expect of a destination, and why.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "DEST",
      description = "host, host:port, proto://host:port/path, or an address.")
  private String destination;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "A cluster of the inventory. Without it: a source of no known cluster.")
  private String cluster;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Event time, as 2026-01-15T00:00:00Z. Default: now.")
  private String at;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Mixin private CatalogOptions expectations;

  @Override
  public Integer call() {
    if (cluster != null && !expectations.namesClusters()) {
      throw new UserError("--cluster " + cluster + " needs --clusters FILE, where it is described");
    }
    CatalogOptions.Loaded loaded = expectations.load();
    Explanation explanation =
        new FlowClassifier(loaded.catalog(), loaded.inventory())
            .explain(DestinationSpec.parse(destination), cluster, time());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ExplanationFields.ALL.toLine(explanation));
    } else {
      print(explanation, out);
    }
    return Main.FINE;
  }

  private Instant time() {
    try {
      return at == null ? Instant.now() : Instant.parse(at);
    } catch (DateTimeParseException e) {
      throw new UserError("--at " + at + " is no time; write it as 2026-01-15T00:00:00Z", e);
    }
  }

  private static void print(Explanation explanation, PrintWriter out) {
    DestinationSpec asked = explanation.destination();
    Judgement judgement = explanation.judgement();
    line(out, "destination", asked.destination() == null ? "(no name, no address)" : text(asked));
    line(out, "cluster", judgement.cluster());
    line(out, "at", explanation.at().toString());
    line(out, "expectation", judgement.expectation().label());
    line(out, "entry", judgement.entry() == null ? "(none)" : judgement.entry());
    line(out, "when allowed", explanation.whenAllowed().label());
    line(out, "when denied", explanation.whenDenied().label());
    line(out, "catalog", explanation.catalogVersion());
    if (explanation.sharedSuffix() != null) {
      line(out, "shared suffix", explanation.sharedSuffix().suffix());
    }
    if (explanation.accept() != null) {
      line(out, "accepted by", explanation.accept().owner() + ": " + explanation.accept().reason());
    }
    if (explanation.candidates().isEmpty()) {
      out.println("no entry has this name");
      return;
    }
    out.println("candidates");
    explanation
        .candidates()
        .forEach(
            candidate ->
                out.printf(
                    "  %-16s %-36s %-10s %-22s %s%n",
                    candidate.standing().label(),
                    candidate.entry().id(),
                    candidate.entry().level().label(),
                    candidate.entry().group(),
                    candidate.match() + " " + candidate.entry().ports()));
  }

  private static String text(DestinationSpec asked) {
    return asked.protocol()
        + "://"
        + asked.destination()
        + (asked.port() == 0 ? "" : ":" + asked.port())
        + (asked.path() == null ? "" : asked.path());
  }

  private static void line(PrintWriter out, String label, String value) {
    out.printf("%-14s %s%n", label, TerminalText.oneLine(value));
  }
}
