package io.egresslens.jobs.cli;

import io.egresslens.names.CandidateName;
import io.egresslens.names.NameRange;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Names that an address may have had, for people. */
final class NamesText {
  private NamesText() {}

  static void print(List<NameRange> ranges, PrintWriter out) {
    if (ranges.isEmpty()) {
      out.println("the logs have no name for this address");
      return;
    }
    out.println("names by the logs (nothing is judged by them)");
    for (NameRange range : ranges) {
      out.printf(
          Locale.ROOT,
          "  %-8s %s to %s%s, %s%s%n",
          range.basis().label(),
          range.from(),
          range.to(),
          range.port() == 0 ? "" : ", port " + range.port(),
          count(
              range.occasions(),
              range.basis() == NameRange.Basis.LOGGED ? "answer" : "occasion"),
          range.sources() == 0 ? "" : ", " + count(range.sources(), "source"));
      for (CandidateName name : range.names()) {
        out.printf(
            Locale.ROOT,
            "           %-6s %.3f  %s%n",
            range.oneOf() ? "one of" : "",
            name.confidence(),
            TerminalText.oneLine(name.name()));
      }
    }
  }

  private static String count(int number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}
