package io.egresslens.catalog.imports;

import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the sections of documents mean: group, level and clouds of the entries below them. What the
 * user says of a section comes first, then that a name below the cluster's own domain is local,
 * then what the user says of all, the older file, the document itself, and the table of sections
 * that are known.
 *
 * @param groups by section, as the user says
 * @param levels by section, as the user says
 * @param group of all other sections; null when the user does not say
 * @param level of all other sections; null when the user does not say
 * @param clouds of all entries; empty when the user does not say
 */
public record SectionMeanings(
    Map<String, String> groups,
    Map<String, Level> levels,
    String group,
    Level level,
    Set<Cloud> clouds) {

  /** The user says nothing. */
  public static final SectionMeanings NONE =
      new SectionMeanings(Map.of(), Map.of(), null, null, Set.of());

  /**
   * What is said of an entry.
   *
   * @param group never null
   * @param level null when nobody says
   * @param clouds empty means all
   */
  record Meaning(String group, Level level, Set<Cloud> clouds) {}

  /** The article on egress of ARO clusters; its section titles, and what they stand for. */
  private static final Map<String, Meaning> KNOWN =
      Map.of(
          "endpoints proxied through the aro service",
          new Meaning("aro-proxied", Level.PROXIED, Set.of(Cloud.PUBLIC)),
          "additional container registry endpoints",
          new Meaning("container-registries", Level.OPTIONAL, Set.of()),
          "red hat telemetry and red hat insights",
          new Meaning("red-hat-telemetry", Level.OPTIONAL, Set.of()),
          "other additional openshift endpoints",
          new Meaning("openshift-services", Level.OPTIONAL, Set.of()),
          // What its first rule names stands in the tables already; left is the rule for Docker.
          "add application rules for azure firewall",
          new Meaning("docker-hub", Level.OPTIONAL, Set.of()));

  private static final Meaning OWN_APPS = new Meaning("cluster-apps", Level.LOCAL, Set.of());

  public SectionMeanings {
    groups = folded(groups);
    levels = folded(levels);
    clouds = Set.copyOf(clouds);
  }

  /** The sections that the user names and the document does not have, as the user wrote them. */
  public List<String> unknown(Imported imported) {
    Set<String> there =
        imported.entries().stream()
            .map(entry -> folded(entry.place().section()))
            .collect(Collectors.toSet());
    Set<String> named = new TreeSet<>(groups.keySet());
    named.addAll(levels.keySet());
    named.removeAll(there);
    return List.copyOf(named);
  }

  /**
   * What an entry is.
   *
   * @param older what the older file says of the section; null for nothing
   */
  Meaning of(ImportedEntry entry, Meaning older) {
    String section = folded(entry.place().section());
    Meaning known = KNOWN.get(section);
    Meaning own = isOwnApps(entry) ? OWN_APPS : null;
    String itsGroup =
        first(
            groups.get(section),
            own == null ? null : own.group(),
            group,
            older == null ? null : older.group(),
            entry.group(),
            known == null ? null : known.group(),
            Slug.of(section));
    Level itsLevel =
        first(
            levels.get(section),
            own == null ? null : own.level(),
            level,
            older == null ? null : older.level(),
            entry.level(),
            known == null ? null : known.level());
    return new Meaning(itsGroup, itsLevel, clouds(entry.clouds(), entry.place(), own != null));
  }

  /** The clouds of a shared suffix. */
  Set<Cloud> of(ImportedSuffix suffix) {
    return clouds(Set.of(), suffix.place(), false);
  }

  private Set<Cloud> clouds(Set<Cloud> said, Place place, boolean own) {
    Meaning known = KNOWN.get(folded(place.section()));
    if (!clouds.isEmpty() || !said.isEmpty()) {
      return clouds.isEmpty() ? said : clouds;
    }
    return known == null || own ? Set.of() : known.clouds();
  }

  private static boolean isOwnApps(ImportedEntry entry) {
    return entry.match().split("/", 2)[0].endsWith(".${" + Pattern.CLUSTER_DOMAIN + "}");
  }

  /** One spelling for titles that differ in case, space, or standing in a comment. */
  static String folded(String section) {
    if (section == null) {
      return "";
    }
    String title =
        section.endsWith(MarkdownReader.IN_COMMENT)
            ? section.substring(0, section.length() - MarkdownReader.IN_COMMENT.length())
            : section;
    return ImportPlan.cleaned(title).toLowerCase(Locale.ROOT);
  }

  private static <T> Map<String, T> folded(Map<String, T> bySection) {
    Map<String, T> folded = new HashMap<>();
    bySection.forEach((section, value) -> folded.put(folded(section), value));
    return Map.copyOf(folded);
  }

  @SafeVarargs
  private static <T> T first(T... candidates) {
    for (T candidate : candidates) {
      if (candidate != null) {
        return candidate;
      }
    }
    return null;
  }
}
