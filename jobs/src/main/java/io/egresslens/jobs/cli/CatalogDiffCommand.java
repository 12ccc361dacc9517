package io.egresslens.jobs.cli;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.catalog.diff.CatalogDiff;
import io.egresslens.catalog.diff.DiffFields;
import io.egresslens.catalog.diff.DiffFields.Compared;
import io.egresslens.catalog.diff.RecordedImpact;
import io.egresslens.jobs.io.FileOutlets;
import io.egresslens.window.SummaryReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What changes from one catalog to another, and what that means for recorded traffic. */
@Command(
    name = "diff",
    description = {
      "Says what differs between two catalogs; exit 2 when anything does.",
      "Each side is what --catalog of other commands would load: the default set, and beside it"
          + " files and shipped names (openshift, azure-arc, aks), several with commas between"
          + " them. The name of a catalog of the default set, aro say, means that set alone."
    },
    mixinStandardHelpOptions = true)
final class CatalogDiffCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "1",
      paramLabel = "OLD",
      split = ",",
      description = "The catalog today.")
  private List<String> before;

  @Parameters(
      index = "1",
      arity = "1",
      paramLabel = "NEW",
      split = ",",
      description = "The one to be.")
  private List<String> after;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description =
          "What a replay left: judge its summaries by both catalogs, at their own time, and say"
              + " for which destinations the answer changes.")
  private Path against;

  @Option(
      names = "--clusters",
      paramLabel = "FILE",
      description = "The inventory of the clusters that the summaries name.")
  private String clusters;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (clusters != null && against == null) {
      throw new UserError("--clusters is of use only with --against DIR");
    }
    Problems problems = new Problems();
    Catalog old = CatalogLoader.load(before, problems);
    Catalog now = CatalogLoader.load(after, problems);
    ClusterInventory inventory =
        clusters == null
            ? ClusterInventory.EMPTY
            : ClusterInventoryLoader.load(clusters, both(old, now), problems);
    problems.throwIfAny();
    CatalogDiff diff = CatalogDiff.of(old, now);
    RecordedImpact recorded = against == null ? null : judge(old, now, inventory);
    Compared compared = new Compared(old.version(), now.version(), diff, recorded);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(DiffFields.COMPARED.toLine(compared));
    } else {
      DiffTable.print(compared, out);
    }
    boolean same = diff.isEmpty() && (recorded == null || recorded.impacts().isEmpty());
    return same ? Main.FINE : Main.FOUND;
  }

  /** A cluster may name a group that only one of the two has. */
  private static Catalog both(Catalog old, Catalog now) {
    List<CatalogEntry> entries = new ArrayList<>(old.entries());
    entries.addAll(now.entries());
    List<SharedSuffix> suffixes = new ArrayList<>(old.sharedSuffixes());
    suffixes.addAll(now.sharedSuffixes());
    return new Catalog(entries, suffixes, List.of(), "both");
  }

  private RecordedImpact judge(Catalog old, Catalog now, ClusterInventory inventory)
      throws IOException {
    RecordedImpact recorded = new RecordedImpact(old, now, inventory);
    Path file = against.resolve(FileOutlets.SUMMARIES);
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          recorded.add(SummaryReader.read(line));
        } catch (IOException e) {
          throw new UserError(file + ":" + number + ": " + e.getMessage(), e);
        }
      }
    }
    if (!recorded.unknownClusters().isEmpty()) {
      throw new UserError(
          "the summaries name clusters that "
              + (clusters == null ? "need --clusters FILE" : clusters + " does not hold")
              + ": "
              + String.join(", ", recorded.unknownClusters().stream().sorted().toList()));
    }
    return recorded;
  }
}
