package io.egresslens.jobs.cli;

import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Pattern;
import io.egresslens.classify.Explanation;
import io.egresslens.classify.FlowClassifier;
import io.egresslens.match.Candidate;
import io.egresslens.match.DestinationSpec;
import io.egresslens.match.NearMiss;
import io.egresslens.match.NearMisses;
import io.egresslens.match.PatternDifferences;
import io.egresslens.names.NameRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
      converter = Times.class,
      description = "Event time, as 2026-01-15T00:00:00Z or 2026-01-15. Default: now.")
  private Instant at;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Option(
      names = "--dialects",
      description = "List the products in which the winner's pattern means something else.")
  private boolean dialects;

  @Option(
      names = "--dns-logs",
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Log files and folders, or - for standard input: say which names an address may have had"
              + " by them, logged or inferred.")
  private List<Path> dnsLogs = List.of();

  @Mixin private CatalogOptions expectations;

  @Override
  public Integer call() throws IOException {
    if (cluster != null && !expectations.namesClusters()) {
      throw new UserError("--cluster " + cluster + " needs --clusters FILE, where it is described");
    }
    DestinationSpec asked = DestinationSpec.parse(destination);
    if (!dnsLogs.isEmpty() && asked.address() == null) {
      throw new UserError("--dns-logs is for addresses, and " + destination + " is none");
    }
    CatalogOptions.Loaded loaded = expectations.load();
    Instant time = at == null ? Instant.now() : at;
    Explanation explanation =
        new FlowClassifier(loaded.catalog(), loaded.inventory()).explain(asked, cluster, time);
    NearMiss near = nearMiss(loaded, asked, time);
    List<NameRange> names =
        dnsLogs.isEmpty()
            ? null
            : LoggedNames.of(asked.address(), dnsLogs, spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    PatternDifferences elsewhere = elsewhere(explanation);
    if (json) {
      out.println(
          ExplanationFields.ALL.toLine(
              new ExplanationFields.Said(explanation, near, dialects ? elsewhere : null, names)));
    } else {
      ExplanationText.print(explanation, near, elsewhere, dialects, out);
      if (names != null) {
        NamesText.print(names, out);
      }
    }
    return Main.FINE;
  }

  /** The entry that a name which hits none is close to; null when there is none, or no name. */
  private NearMiss nearMiss(CatalogOptions.Loaded loaded, DestinationSpec asked, Instant time) {
    if (asked.host() == null) {
      return null;
    }
    NearMisses near = NearMisses.of(loaded.catalog());
    for (Cluster known : loaded.inventory().clusters()) {
      near = known.name().equals(cluster) ? near.boundTo(known) : near;
    }
    return near.find(asked.host(), asked.protocol(), asked.port(), time.toEpochMilli());
  }

  /**
   * Where the text of the entry that was hit means something else, by names; null when none was
   * hit, or one of an address, or a template whose variables have no value.
   */
  private static PatternDifferences elsewhere(Explanation explanation) {
    String id = explanation.judgement().entry();
    for (Candidate candidate : explanation.candidates()) {
      Pattern pattern = candidate.entry().pattern();
      if (candidate.entry().id().equals(id) && pattern != null) {
        String name = candidate.match().split("/", 2)[0];
        String notation = pattern.kind() == Pattern.Kind.GLOB ? "glob=>" : "";
        return name.contains("${")
            ? null
            : PatternDifferences.of(notation + name, explanation.destination().host());
      }
    }
    return null;
  }
}
