package io.egresslens.jobs.cli;

import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.jobs.io.KafkaUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code ./egresslens COMMAND}. Data goes to standard output, everything else to standard error;
 * the exit status is 0 (fine), 1 (an error: one clear line) or 2 (ran, and found what it was asked
 * to look for).
 */
@Command(
    name = "egresslens",
    description = "Says which egress of your ARO clusters nobody expects, and which is missing.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ReplayCommand.class,
      ParseCommand.class,
      ExplainCommand.class,
      PatternCommand.class,
      CatalogCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  static final int FINE = 0;
  static final int ERROR = 1;
  static final int FOUND = 2;

  /** Set to see the stack trace of an error. */
  private static final String TRACE = "EGRESSLENS_TRACE";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Starts the program and ends the process. */
  public static void main(String[] args) {
    System.exit(
        execute(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            args));
  }

  /** Runs one command line and returns its exit status. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line =
        new CommandLine(new Main())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Main::misused)
            .setExecutionExceptionHandler(Main::failed);
    int status = line.execute(args);
    out.flush();
    err.flush();
    return status;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int misused(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message = TerminalText.oneLine(e.getMessage());
    String help = command.getCommandSpec().qualifiedName() + " --help";
    command.getErr().println("egresslens: " + message + " (see " + help + ")");
    return ERROR;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (e instanceof InvalidConfigException invalid) {
      invalid.problems().forEach(problem -> err.println(TerminalText.oneLine(problem.toString())));
      err.println("egresslens: nothing was read; mend the lines above first");
    } else {
      err.println("egresslens: " + TerminalText.oneLine(inWords(e)));
    }
    if (System.getenv(TRACE) != null) {
      e.printStackTrace(err);
    }
    return ERROR;
  }

  /** The cause in words: the innermost one that says something. */
  private static String inWords(Throwable e) {
    if (e instanceof UserError
        || e instanceof IllegalArgumentException
        || e instanceof KafkaUnavailableException) {
      return e.getMessage();
    }
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    if (root instanceof UserError) {
      return root.getMessage();
    }
    if (root instanceof NoSuchFileException) {
      return "no such file: " + root.getMessage();
    }
    if (root instanceof AccessDeniedException) {
      return "not allowed: " + root.getMessage();
    }
    if (root instanceof IOException) {
      return root.getMessage();
    }
    return "unexpected " + root + " (" + TRACE + "=1 shows where)";
  }

  /** The version that the jar was built as. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"egresslens " + (version == null ? "(not packaged)" : version)};
    }
  }
}
