package io.egresslens.jobs.cli;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogListing;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The entries as a table. */
@Command(
    name = "show",
    description = "Lists every entry of the catalog that would be used.",
    mixinStandardHelpOptions = true)
final class CatalogShowCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private CatalogOptions expectations;

  @Override
  public Integer call() {
    Catalog catalog = expectations.load().catalog();
    PrintWriter out = spec.commandLine().getOut();
    CatalogListing.text(catalog).lines().map(TerminalText::oneLine).forEach(out::println);
    spec.commandLine()
        .getErr()
        .printf("%d entries, catalog version %s%n", catalog.entries().size(), catalog.version());
    return Main.FINE;
  }
}
