package io.egresslens.jobs.cli;

import io.egresslens.classify.Explanation;
import io.egresslens.classify.Judgement;
import io.egresslens.match.Candidate;
import io.egresslens.match.DestinationSpec;
import io.egresslens.match.NearMiss;
import io.egresslens.match.PatternDifferences;
import java.io.PrintWriter;
import java.util.List;

/** An {@link Explanation} for people. */
final class ExplanationText {
  private ExplanationText() {}

  /**
   * Prints it.
   *
   * @param near the entry that it is close to; null when there is none
   * @param elsewhere where the winner's text means something else; null when nobody wins
   * @param listed whether to list those products, or only to count them
   */
  static void print(
      Explanation explanation,
      NearMiss near,
      PatternDifferences elsewhere,
      boolean listed,
      PrintWriter out) {
    DestinationSpec asked = explanation.destination();
    Judgement judgement = explanation.judgement();
    line(out, "destination", asked.destination() == null ? "(no name, no address)" : text(asked));
    line(out, "cluster", judgement.cluster());
    line(out, "at", explanation.at().toString());
    line(out, "expectation", judgement.expectation().label());
    lines(out, "because", explanation.because());
    line(out, "entry", judgement.entry() == null ? "(none)" : judgement.entry());
    line(out, "when allowed", explanation.whenAllowed().label());
    line(out, "when denied", explanation.whenDenied().label());
    line(out, "catalog", explanation.catalogVersion());
    if (explanation.sharedSuffix() != null) {
      line(out, "shared suffix", explanation.sharedSuffix().suffix());
    }
    if (explanation.accept() != null) {
      line(out, "accepted by", explanation.accept().owner() + ": " + explanation.accept().reason());
    }
    if (near != null) {
      String what = near.kind().label() + (near.lookalike() ? ", a look-alike" : "");
      line(out, near.lookalike() ? "beware" : "close to", near.entry() + ": " + what);
      line(out, "", near.explanation());
    }
    candidates(explanation, out);
    if (elsewhere != null && !elsewhere.others().isEmpty()) {
      elsewhere(elsewhere, listed, out);
    }
  }

  private static void candidates(Explanation explanation, PrintWriter out) {
    List<Candidate> candidates = explanation.candidates();
    if (candidates.isEmpty()) {
      out.println(
          explanation.destination().address() == null
              ? "no entry has this name"
              : "no entry holds this address");
      return;
    }
    out.println("candidates");
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      out.printf(
          "  %-16s %-36s %-10s %-22s %s%n",
          candidate.standing().label(),
          TerminalText.oneLine(candidate.entry().id()),
          candidate.entry().level().label(),
          TerminalText.oneLine(candidate.entry().group()),
          TerminalText.oneLine(candidate.match() + " " + candidate.entry().ports()));
      out.printf("  %-16s %s%n", "", TerminalText.oneLine(explanation.reasons().get(i)));
    }
  }

  private static void elsewhere(PatternDifferences all, boolean listed, PrintWriter out) {
    List<PatternDifferences.Row> others = all.others();
    String count =
        "the winner's pattern means something else in "
            + others.size()
            + " of "
            + (all.rows().size() - 1)
            + " other products";
    line(out, "elsewhere", count + (listed ? "" : " (--dialects lists them)"));
    if (!listed) {
      return;
    }
    for (PatternDifferences.Row row : others) {
      PatternDifferences.Name name = all.counterExample(row);
      String what = "invalid: " + row.why();
      if (name != null) {
        boolean taken = row.matches().get(all.names().indexOf(name));
        what = (taken ? "takes " : "does not take ") + name.name() + ": " + row.why();
      }
      out.printf("  %-34s %s%n", row.dialect().description(), TerminalText.oneLine(what));
    }
  }

  private static String text(DestinationSpec asked) {
    return asked.protocol()
        + "://"
        + asked.destination()
        + (asked.port() == 0 ? "" : ":" + asked.port())
        + (asked.path() == null ? "" : asked.path());
  }

  private static void lines(PrintWriter out, String label, List<String> values) {
    String first = label;
    for (String value : values) {
      line(out, first, value);
      first = "";
    }
  }

  private static void line(PrintWriter out, String label, String value) {
    out.printf("%-14s %s%n", label, TerminalText.oneLine(value));
  }
}
