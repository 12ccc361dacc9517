package io.egresslens.jobs.cli;

import io.egresslens.catalog.InvalidConfigException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The catalog's life. */
@Command(
    name = "catalog",
    description = "Shows and checks catalogs and inventories.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "lint|show",
    subcommands = CatalogShowCommand.class)
final class CatalogCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Every problem of the files, at once. */
  @Command(
      name = "lint",
      description = "Checks catalog and inventory files; exit 2 when something is wrong.",
      mixinStandardHelpOptions = true)
  int lint(@Mixin CatalogOptions expectations) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      CatalogOptions.Loaded loaded = expectations.load();
      out.printf(
          "fine: %d entries, %d shared suffixes, %d clusters, catalog version %s%n",
          loaded.catalog().entries().size(),
          loaded.catalog().sharedSuffixes().size(),
          loaded.inventory().clusters().size(),
          loaded.catalog().version());
      return Main.FINE;
    } catch (InvalidConfigException e) {
      e.problems().forEach(problem -> out.println(TerminalText.oneLine(problem.toString())));
      return Main.FOUND;
    }
  }
}
