package io.egresslens.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast this machine parses and judges, beside what else is on the class path. */
@Command(
    name = "bench",
    description = {
      "Measures on this machine, in memory and on one core, how fast records are parsed, judged and"
          + " summed, and how fast hosts are matched, beside ordinary ways to do the same.",
      "Takes less than two minutes."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--quick", description = "Rougher, in less than twenty seconds.")
  private boolean quick;

  @Option(names = "--json", description = "The same as JSON.")
  private boolean json;

  @Option(names = "--tiny", hidden = true, description = "For tests: the figures mean nothing.")
  private boolean tiny;

  @Override
  public Integer call() throws IOException {
    BenchPlan plan = tiny ? BenchPlan.TINY : quick ? BenchPlan.QUICK : BenchPlan.FULL;
    BenchMachine machine = BenchMachine.here();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(BenchJson.text(machine, plan.run()));
    } else {
      BenchTable.print(out, machine, plan.run());
    }
    return Main.FINE;
  }
}
