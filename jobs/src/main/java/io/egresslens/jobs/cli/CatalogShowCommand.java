package io.egresslens.jobs.cli;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogListing;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The entries as a table. */
@Command(
    name = "show",
    description = "Lists every entry of the catalog that would be used.",
    mixinStandardHelpOptions = true)
final class CatalogShowCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--at",
      paramLabel = "DATE",
      converter = Times.class,
      description = "Only what counts at that time or at the start of that day, in UTC.")
  private Instant at;

  @Mixin private CatalogOptions expectations;

  @Override
  public Integer call() {
    Catalog catalog = expectations.load().catalog();
    List<CatalogEntry> shown = at == null ? catalog.entries() : catalog.entriesAt(at);
    CatalogListing.text(shown)
        .lines()
        .map(TerminalText::oneLine)
        .forEach(spec.commandLine().getOut()::println);
    spec.commandLine()
        .getErr()
        .printf("%d entries, catalog version %s%n", shown.size(), catalog.version());
    return Main.FINE;
  }
}
