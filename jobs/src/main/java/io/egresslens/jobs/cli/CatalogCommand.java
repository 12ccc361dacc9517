package io.egresslens.jobs.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The catalog's life. */
@Command(
    name = "catalog",
    description = "Shows, checks, compares and imports catalogs; checks and imports inventories.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CatalogLintCommand.class,
      CatalogShowCommand.class,
      CatalogDiffCommand.class,
      CatalogImportCommand.class
    },
    synopsisSubcommandLabel = "lint|show|diff|import")
final class CatalogCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
