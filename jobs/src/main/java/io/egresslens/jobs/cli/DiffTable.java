package io.egresslens.jobs.cli;

import io.egresslens.catalog.diff.DiffFields.Compared;
import io.egresslens.catalog.diff.FieldChange;
import io.egresslens.catalog.diff.Impact;
import io.egresslens.catalog.diff.Impact.Meaning;
import io.egresslens.catalog.diff.ItemChange;
import io.egresslens.catalog.diff.RecordedImpact;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows what differs between two catalogs on a terminal: what it means first. */
final class DiffTable {
  private static final Map<Meaning, String> TITLES =
      new EnumMap<>(
          Map.of(
              Meaning.REQUIRED_AND_DENIED, "WOULD BE REQUIRED, AND IS DENIED TODAY",
              Meaning.BECOMES_REQUIRED, "WOULD BE REQUIRED, AND IS ALLOWED",
              Meaning.BECOMES_EXPECTED, "UNEXPECTED, WOULD BE EXPECTED",
              Meaning.BECOMES_UNEXPECTED, "EXPECTED, WOULD BE UNEXPECTED",
              Meaning.OTHER_EXPECTATION, "OTHER EXPECTATION, NO LESS AND NO MORE EXPECTED",
              Meaning.OTHER_ENTRY, "JUDGED ALIKE, BY ANOTHER ENTRY"));

  private static final List<String> HEAD =
      List.of("CLUSTER", "DESTINATION", "PORT", "ACTION", "FLOWS", "SOURCES", "BEFORE", "AFTER");

  private DiffTable() {}

  static void print(Compared compared, PrintWriter out) {
    if (compared.recorded() != null) {
      print(compared.recorded(), out);
    }
    print("entries", compared.diff().entries(), out);
    print("shared suffixes", compared.diff().suffixes(), out);
    print("address sets", compared.diff().addressSets(), out);
    out.printf("catalog %s -> %s%n", compared.before(), compared.after());
    out.flush();
  }

  private static void print(RecordedImpact recorded, PrintWriter out) {
    List<Impact> impacts = recorded.impacts();
    for (Meaning meaning : Meaning.values()) {
      List<Impact> rows =
          impacts.stream().filter(impact -> impact.key().meaning() == meaning).toList();
      if (rows.isEmpty()) {
        continue;
      }
      out.printf(
          Locale.ROOT,
          "%s: %,d rows, %,d flows%n",
          TITLES.get(meaning),
          rows.size(),
          rows.stream().mapToLong(Impact::flows).sum());
      List<List<String>> cells = new ArrayList<>();
      cells.add(HEAD);
      rows.forEach(row -> cells.add(cells(row)));
      AlignedText.print(cells, out);
      out.println();
    }
    out.printf(
        Locale.ROOT,
        "%,d of %,d flows would be judged otherwise (SOURCES is the most in one window)%n",
        impacts.stream().mapToLong(Impact::flows).sum(),
        recorded.flows());
    long uncertain = impacts.stream().mapToLong(Impact::uncertainFlows).sum();
    if (uncertain > 0) {
      out.printf(
          Locale.ROOT,
          "%,d of them for sure only once their records are replayed (marked ?): a path, which no"
              + " summary holds, can matter, or something begins or ends between them%n",
          uncertain);
    }
    if (recorded.recordedOtherwise() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d flows were recorded with another expectation than OLD has for them: another catalog"
              + " or inventory, or a visible path%n",
          recorded.recordedOtherwise());
    }
    out.println();
  }

  private static List<String> cells(Impact impact) {
    Impact.Key key = impact.key();
    String port = key.port() == 0 ? "" : ":" + key.port();
    return List.of(
        safe(key.cluster()),
        safe(key.destination() == null ? "(none)" : key.destination()),
        safe((key.protocol() == null ? "" : key.protocol()) + port),
        key.action().label(),
        String.format(
            Locale.ROOT, "%,d%s", impact.flows(), impact.uncertainFlows() == 0 ? "" : " ?"),
        String.format(Locale.ROOT, "%,d", impact.mostSources()),
        said(key.before()),
        said(key.after()));
  }

  private static String said(Impact.Said said) {
    return said.expectation().label() + (said.entry() == null ? "" : " (" + said.entry() + ")");
  }

  private static void print(String title, List<ItemChange> changes, PrintWriter out) {
    out.printf(Locale.ROOT, "%s: %s%n", title, count(changes));
    for (ItemChange change : changes) {
      String sign =
          switch (change.kind()) {
            case ADDED -> "+";
            case GONE -> "-";
            case CHANGED -> "~";
          };
      boolean named = !change.what().equals(change.id());
      out.println(safe("  " + sign + " " + change.id() + (named ? " " + change.what() : "")));
      for (FieldChange field : change.fields()) {
        out.println(
            safe(
                "      " + field.field() + ": " + or(field.before()) + " -> " + or(field.after())));
      }
    }
  }

  private static String count(List<ItemChange> changes) {
    List<String> counts = new ArrayList<>();
    for (ItemChange.Kind kind : ItemChange.Kind.values()) {
      counts.add(
          changes.stream().filter(change -> change.kind() == kind).count() + " " + kind.label());
    }
    return String.join(", ", counts);
  }

  private static String or(String value) {
    return value == null ? "(none)" : value;
  }

  private static String safe(String text) {
    return TerminalText.oneLine(text);
  }
}
