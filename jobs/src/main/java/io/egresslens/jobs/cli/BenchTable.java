package io.egresslens.jobs.cli;

import io.egresslens.bench.Contestants;
import io.egresslens.bench.LoadForm;
import io.egresslens.bench.MatchBench;
import io.egresslens.bench.ReadBench;
import io.egresslens.bench.Series;
import java.io.PrintWriter;
import java.util.Locale;

/** The figures of {@code bench} for people: medians, the worst round in parentheses. */
final class BenchTable {
  private final PrintWriter out;

  private BenchTable(PrintWriter out) {
    this.out = out;
  }

  static void print(PrintWriter out, BenchMachine machine, BenchPlan.Result result) {
    BenchTable table = new BenchTable(out);
    table.head(machine, result);
    table.reading(result.read());
    table.ratios(result.read());
    table.matching(result);
    out.flush();
  }

  private void head(BenchMachine machine, BenchPlan.Result result) {
    line("%s, %d cores", TerminalText.oneLine(machine.processor()), machine.cores());
    line(
        "%s, %s, heap up to %,d MB",
        TerminalText.oneLine(machine.system()),
        TerminalText.oneLine(machine.java()),
        machine.maxHeapBytes() >> 20);
    line("");
    line(
        "Medians of %d rounds on one core; in parentheses the worst round. All took turns in one"
            + " process.",
        result.rounds());
    line(
        "The measuring thread had %.0f %% of a core; under 95 %% other work disturbed it.",
        100 * result.read().coreShare());
    line("Absolute figures are this machine's, as busy as it just was; ratios travel better.");
    line("Everything is read from memory, and everybody's answers were compared first.");
  }

  private void reading(ReadBench read) {
    line("");
    line("Parse, classify, sum          records/s       MB/s  ns/record  of the read floor");
    for (LoadForm form : LoadForm.values()) {
      double nanos = read.nanos().get(form).get(Contestants.OWN).median();
      Series share = read.shareOfReadFloor(form);
      line(
          "  %-26s %,10.0f %,10.0f %,10.0f  %5.1f %% (%.1f %%)",
          name(form),
          1e9 / nanos,
          read.bytesPerRecord(form) / nanos * 1e3,
          nanos,
          100 * share.median(),
          100 * share.least());
    }
    double floor = read.nanos().get(LoadForm.LINES).get(Contestants.READ_FLOOR).median();
    line(
        "  The read floor loads every 8 bytes once: %,.0f MB/s. Shuffled keys run at %.0f %% of"
            + " fixed ones.",
        read.bytesPerRecord(LoadForm.LINES) / floor * 1e3,
        100
            * read.nanos().get(LoadForm.LINES).get(Contestants.OWN).median()
            / read.nanos().get(LoadForm.SHUFFLED).get(Contestants.OWN).median());
  }

  private void ratios(ReadBench read) {
    line("");
    line("Times as fast as                      lines          envelope       legacy");
    ratio(read, "databind tree, map of hosts", Contestants.TREE, LoadForm.LINES, LoadForm.ENVELOPE);
    ratio(read, "Jackson stream, map of hosts", Contestants.STREAM, LoadForm.values());
    line("  Legacy text in the others' hands: java.util.regex, a pattern a shape.");
  }

  private void ratio(ReadBench read, String name, String contestant, LoadForm... forms) {
    StringBuilder cells = new StringBuilder();
    for (LoadForm form : forms) {
      Series times = read.timesOurs(form, contestant);
      if (times != null) {
        String cell = String.format(Locale.ROOT, "%.1f (%.1f)", times.median(), times.least());
        cells.append(String.format(Locale.ROOT, "%-15s", cell));
      }
    }
    line("  %-35s %s", name, cells.toString().stripTrailing());
  }

  private void matching(BenchPlan.Result result) {
    line("");
    line(
        "Match, ns a host  patterns  ours  anew  HashMap.get  suffix walk  time of get    walk by ours"
            + "  bytes/pattern build ms");
    for (MatchBench match : result.match()) {
      Series byGet = match.own().by(match.get());
      Series ofWalk = match.walk().by(match.own());
      line(
          "  %24s%6.0f%6.0f%13.0f%13.0f  %-15s%-14s%13.0f%9.1f",
          String.format(Locale.ROOT, "%,d", match.patterns()),
          match.own().median(),
          match.fresh().median(),
          match.get().median(),
          match.walk().median(),
          String.format(Locale.ROOT, "%.2f (%.2f)", byGet.median(), byGet.greatest()),
          String.format(Locale.ROOT, "%.1f (%.1f)", ofWalk.median(), ofWalk.least()),
          match.bytesPerPattern(),
          match.buildMillis());
    }
    line(
        "  HashMap.get knows every host beforehand and has the string and its hash at hand; the"
            + " walk and we");
    line("  start from bytes, and only we look at ports, times and clouds. Hosts in Zipf order.");
    line("  Ours has a memory of hosts; anew is without it, as ingest asks, once for each row.");
  }

  private static String name(LoadForm form) {
    return switch (form) {
      case LINES -> "a record a line";
      case ENVELOPE -> "envelopes of 100";
      case SHUFFLED -> "shuffled keys, 10 % escapes";
      case LEGACY -> "legacy text";
    };
  }

  private void line(String format, Object... values) {
    out.print(String.format(Locale.ROOT, format, values) + '\n');
  }
}
