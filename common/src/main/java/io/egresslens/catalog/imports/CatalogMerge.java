package io.egresslens.catalog.imports;

import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import io.egresslens.catalog.imports.ImportPlan.Planned;
import io.egresslens.catalog.imports.ImportPlan.PlannedSuffix;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A document merged into an older file. Entries with the same match are the same entry: they keep
 * id, group, level, purpose, validity and comments, and take over ports, section and line. The file
 * is edited in place, so that nothing of what somebody wrote by hand is lost.
 *
 * @param changes what differs, in the order added, changed, gone
 * @param notes what the user should know beside
 * @param text the file as it should be
 */
public record CatalogMerge(List<Change> changes, List<String> notes, String text) {

  /** What becomes of entries of this document that the newer copy does not have. */
  public record Gone(Fate fate, LocalDate end) {
    /** Nothing becomes of them; they are reported. */
    public static final Gone KEEP = new Gone(Fate.KEEP, null);

    /** Their kinds. */
    public enum Fate {
      KEEP,
      END,
      DROP
    }

    public Gone {
      if ((fate == Fate.END) != (end != null)) {
        throw new IllegalArgumentException("a day belongs to END and to nothing else");
      }
    }
  }

  /**
   * A difference.
   *
   * @param kind {@code added}, {@code changed} or {@code gone}
   * @param id of the entry; the name of a shared suffix or address set
   * @param match of the entry; empty for a shared suffix or address set
   * @param detail what differs
   */
  public record Change(String kind, String id, String match, String detail) {}

  public CatalogMerge {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /**
   * Merges.
   *
   * @param document the name that sources carry
   * @param idPrefix of the ids of new entries
   * @throws IllegalArgumentException when the file is written in a way that cannot be edited in
   *     place; the message is fit for a user
   */
  public static CatalogMerge of(
      OlderCatalog older, ImportPlan plan, String document, String idPrefix, Gone gone) {
    return new Work(older, ImportPlan.cleaned(document), gone).merge(plan, idPrefix);
  }

  /** Ids for entries of a plan, beside those that are taken. */
  public static List<String> ids(List<Planned> entries, String prefix, Set<String> taken) {
    Map<String, List<String>> byGroup = new HashMap<>();
    for (Planned entry : entries) {
      byGroup.computeIfAbsent(entry.group(), unused -> new ArrayList<>()).add(entry.match());
    }
    Map<String, Map<String, String>> ids = new HashMap<>();
    byGroup.forEach(
        (group, matches) -> ids.put(group, Slug.ids(prefix + group + ".", matches, taken)));
    return entries.stream().map(entry -> ids.get(entry.group()).get(entry.match())).toList();
  }

  /** The state of one merge. */
  private static final class Work {
    private final OlderCatalog older;
    private final String document;
    private final Gone gone;
    private final TextEdits edits;
    private final List<Change> added = new ArrayList<>();
    private final List<Change> changed = new ArrayList<>();
    private final List<Change> ended = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** What the file must say when it is edited. */
    private final Map<String, String> wanted = new HashMap<>();

    Work(OlderCatalog older, String document, Gone gone) {
      this.older = older;
      this.document = document;
      this.gone = gone;
      this.edits = new TextEdits(older.text());
      older.entries().forEach(entry -> wanted.merge(entry.id(), gist(entry), Work::both));
    }

    CatalogMerge merge(ImportPlan plan, String idPrefix) {
      List<Planned> fresh = new ArrayList<>();
      for (Planned entry : plan.entries()) {
        OlderCatalog.Entry same = older.entry(entry.match(), document);
        if (same == null) {
          fresh.add(entry);
        } else if (same.document().equals(document)) {
          update(same, entry);
        } else {
          notes.add(
              "%s stands already as %s, from %s; --document '%s' would make this the newer copy"
                  .formatted(entry.match(), same.id(), same.document(), same.document()));
        }
      }
      Set<String> stays = plan.entries().stream().map(Planned::match).collect(Collectors.toSet());
      older.entries().stream()
          .filter(entry -> entry.document().equals(document) && !stays.contains(entry.match()))
          .forEach(this::end);
      add(fresh, ids(fresh, idPrefix, older.ids()));
      suffixes(plan.sharedSuffixes());
      addressSets(plan.addressSets());
      String text = edits.done();
      check(text);
      return new CatalogMerge(
          Stream.of(added, changed, ended).flatMap(List::stream).toList(), notes, text);
    }

    private void update(OlderCatalog.Entry same, Planned entry) {
      List<String> details = new ArrayList<>();
      List<PortSpec> ports = same.ports();
      if (!Set.copyOf(same.ports()).equals(Set.copyOf(entry.ports()))) {
        details.add(ImportPlan.ports(same.ports()) + " -> " + ImportPlan.ports(entry.ports()));
        edits.replace(same.map().get("ports"), CatalogYaml.ports(entry.ports()));
        ports = entry.ports();
      }
      String section = entry.source().section();
      YamlMap source = same.map().get("source").map();
      if (section != null && !section.equals(same.section())) {
        details.add("section '" + same.section() + "' -> '" + section + "'");
        set(source, "section", CatalogYaml.scalar(section));
      }
      if (same.line() != entry.source().line() && entry.source().line() > 0) {
        set(source, "line", String.valueOf(entry.source().line()));
      }
      if (same.ended()) {
        notes.add(same.id() + " has an end, yet stands in the document");
      }
      wanted.put(same.id(), wanted.get(same.id()).replace(gist(same), gist(same, ports, section)));
      if (!details.isEmpty()) {
        changed.add(new Change("changed", same.id(), same.match(), String.join("; ", details)));
      }
    }

    private void set(YamlMap map, String key, String value) {
      YamlNode node = map.get(key);
      if (node == null) {
        edits.addKey(map, key, value);
      } else {
        edits.replace(node, value);
      }
    }

    private void end(OlderCatalog.Entry entry) {
      if (entry.ended()) {
        return;
      }
      String detail = "is kept";
      if (gone.fate() == Gone.Fate.END) {
        edits.addKey(entry.map(), "validTo", gone.end().toString());
        detail = "ends on " + gone.end();
        wanted.put(entry.id(), wanted.get(entry.id()).replace(gist(entry), gist(entry) + " ends"));
      } else if (gone.fate() == Gone.Fate.DROP) {
        edits.deleteLines(entry.map());
        detail = "is dropped";
        wanted.put(entry.id(), wanted.get(entry.id()).replace(gist(entry), "").strip());
      }
      ended.add(new Change("gone", entry.id(), entry.match(), detail));
    }

    private void add(List<Planned> fresh, List<String> ids) {
      StringBuilder atEnd = new StringBuilder();
      for (int i = 0; i < fresh.size(); i++) {
        Planned entry = fresh.get(i);
        String id = ids.get(i);
        String detail =
            "%s %s %s".formatted(entry.group(), entry.level().label(), ports(entry.ports()));
        added.add(new Change("added", id, entry.match(), detail));
        wanted.put(
            id,
            gist(
                id,
                entry.group(),
                entry.level().label(),
                entry.match(),
                entry.ports(),
                entry.source().section()));
        OlderCatalog.Entry neighbour = neighbour(entry.source().section());
        if (neighbour == null) {
          atEnd.append('\n').append(CatalogYaml.entry(entry, id, 2));
        } else {
          int indent = edits.indentOf(neighbour.map());
          edits.addLines(neighbour.map(), "\n" + CatalogYaml.entry(entry, id, indent));
        }
      }
      if (atEnd.length() > 0) {
        YamlNode list = older.file().get("entries");
        if (list == null) {
          edits.append("\nentries:\n" + atEnd);
        } else {
          edits.replace(list, "\n" + atEnd.toString().stripTrailing());
        }
      }
    }

    /** Behind which entry of the file a new one goes: the last of its section, or the last. */
    private OlderCatalog.Entry neighbour(String section) {
      OlderCatalog.Entry last = null;
      OlderCatalog.Entry lastOfSection = null;
      for (OlderCatalog.Entry entry : older.entries()) {
        boolean drops = gone.fate() == Gone.Fate.DROP && dropped(entry);
        last = drops ? last : entry;
        boolean same =
            entry.document().equals(document) && Objects.equals(entry.section(), section);
        lastOfSection = same && !drops ? entry : lastOfSection;
      }
      return lastOfSection == null ? last : lastOfSection;
    }

    private boolean dropped(OlderCatalog.Entry entry) {
      return ended.stream().anyMatch(change -> change.id().equals(entry.id()));
    }

    private void suffixes(List<PlannedSuffix> planned) {
      StringBuilder fresh = new StringBuilder();
      List<OlderCatalog.Named> there = older.sharedSuffixes();
      int indent = there.isEmpty() ? 2 : edits.indentOf(there.get(0).map());
      for (PlannedSuffix suffix : planned) {
        OlderCatalog.Named same = named(there, suffix.suffix());
        if (same == null) {
          added.add(new Change("added", suffix.suffix(), "", "shared suffix"));
          fresh.append(CatalogYaml.suffix(suffix, indent));
        } else if (same.document().equals(document) && same.line() != suffix.source().line()) {
          set(same.map().get("source").map(), "line", String.valueOf(suffix.source().line()));
        }
      }
      put("sharedSuffixes", there, fresh);
      Set<String> names = planned.stream().map(PlannedSuffix::suffix).collect(Collectors.toSet());
      there.stream()
          .filter(each -> each.document().equals(document) && !names.contains(each.name()))
          .forEach(
              each ->
                  ended.add(new Change("gone", each.name(), "", "shared suffix, which is kept")));
    }

    private void addressSets(List<ImportedAddressSet> planned) {
      StringBuilder fresh = new StringBuilder();
      List<OlderCatalog.Named> there = older.addressSets();
      int indent = there.isEmpty() ? 2 : edits.indentOf(there.get(0).map());
      for (ImportedAddressSet set : planned) {
        OlderCatalog.Named same = named(there, set.name());
        if (same == null) {
          added.add(new Change("added", set.name(), "", set.prefixes().size() + " prefixes"));
          fresh.append(CatalogYaml.addressSet(set, document, indent));
          continue;
        }
        List<String> before = same.map().list("prefixes", YamlNode::text);
        List<String> after = set.prefixes().stream().map(Object::toString).toList();
        if (!new HashSet<>(before).equals(new HashSet<>(after))) {
          edits.replace(same.map().get("prefixes"), CatalogYaml.prefixes(set));
          changed.add(
              new Change(
                  "changed", set.name(), "", before.size() + " -> " + after.size() + " prefixes"));
        }
      }
      put("addressSets", there, fresh);
      Set<String> names =
          planned.stream().map(ImportedAddressSet::name).collect(Collectors.toSet());
      there.stream()
          .filter(each -> each.document().equals(document) && !names.contains(each.name()))
          .forEach(each -> ended.add(new Change("gone", each.name(), "", "set, which is kept")));
    }

    /** New elements behind the last of a list, or a list of their own at the end of the file. */
    private void put(String key, List<OlderCatalog.Named> there, StringBuilder fresh) {
      if (fresh.length() == 0) {
        return;
      }
      YamlNode list = older.file().get(key);
      if (!there.isEmpty()) {
        edits.addLines(there.get(there.size() - 1).map(), fresh.toString());
      } else if (list == null) {
        edits.append("\n" + key + ":\n" + fresh);
      } else {
        edits.replace(list, "\n" + fresh.toString().stripTrailing());
      }
    }

    private static OlderCatalog.Named named(List<OlderCatalog.Named> there, String name) {
      return there.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    }

    /** Reads the edited text: it must say what was wanted, however the file is written. */
    private void check(String text) {
      Map<String, String> said = new HashMap<>();
      try {
        OlderCatalog.parse("the merged file", text.getBytes(StandardCharsets.UTF_8))
            .entries()
            .forEach(entry -> said.merge(entry.id(), gist(entry), Work::both));
      } catch (InvalidConfigException e) {
        throw unfit(e);
      }
      wanted.values().removeIf(String::isEmpty);
      if (!said.equals(wanted)) {
        throw unfit(null);
      }
    }

    private static IllegalArgumentException unfit(Exception cause) {
      return new IllegalArgumentException(
          "the file cannot be edited in place; write its entries in block style, one key a line,"
              + " without anchors",
          cause);
    }

    private static String both(String one, String other) {
      return one + "\n" + other;
    }

    private static String gist(OlderCatalog.Entry entry) {
      return gist(entry, entry.ports(), entry.section());
    }

    private static String gist(OlderCatalog.Entry entry, List<PortSpec> ports, String section) {
      String ends = entry.ended() ? " ends" : "";
      String its = section == null ? entry.section() : section;
      return gist(entry.id(), entry.group(), entry.level().label(), entry.match(), ports, its)
          + ends;
    }

    private static String gist(
        String id, String group, String level, String match, List<PortSpec> ports, String section) {
      return String.join("\t", id, group, level, match, ports(ports), String.valueOf(section));
    }

    private static String ports(List<PortSpec> ports) {
      return ImportPlan.ports(ports);
    }
  }
}
