package io.egresslens.jobs.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The catalog's life. */
@Command(
    name = "catalog",
    description = "Shows, checks and compares catalogs; checks inventories.",
    mixinStandardHelpOptions = true,
    subcommands = {CatalogLintCommand.class, CatalogShowCommand.class, CatalogDiffCommand.class},
    synopsisSubcommandLabel = "lint|show|diff")
final class CatalogCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
