package io.egresslens.catalog;

import io.egresslens.flow.FieldTable;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What became of a change to the catalog or the clusters of a running job.
 *
 * @param time when it was decided
 * @param accepted whether the job judges by it from here on; otherwise it was refused, and the
 *     edition before stays
 * @param catalogVersion version of the catalog that the job judges by after this
 * @param generation of the edition that it judges by after this
 * @param entries how many entries the catalog has; null when it was refused
 * @param clusters how many clusters are known; null when it was refused
 * @param changed names of the texts that changed
 * @param problems why it was refused, with file and line: the first {@value #PROBLEM_LIMIT}; empty
 *     when it was accepted
 * @param problemCount how many problems there are in all
 */
public record CatalogUpdate(
    Instant time,
    boolean accepted,
    String catalogVersion,
    long generation,
    Long entries,
    Long clusters,
    List<String> changed,
    List<String> problems,
    long problemCount)
    implements Serializable {
  /** So that a broken file of a million lines is still a record that a broker takes. */
  public static final int PROBLEM_LIMIT = 100;

  /** The longest problem; one quotes what it complains of. */
  private static final int TEXT_LIMIT = 1_000;

  /** What is written of an update. */
  public static final FieldTable<CatalogUpdate> FIELDS =
      FieldTable.<CatalogUpdate>none()
          .with("time", CatalogUpdate::time)
          .with("outcome", update -> update.accepted() ? "accepted" : "refused")
          .with("catalogVersion", CatalogUpdate::catalogVersion)
          .with("generation", CatalogUpdate::generation)
          .with("entries", CatalogUpdate::entries)
          .with("clusters", CatalogUpdate::clusters)
          .with("changed", CatalogUpdate::changed)
          .with("problems", CatalogUpdate::problems)
          .with("problemCount", CatalogUpdate::problemCount);

  public CatalogUpdate {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(catalogVersion, "catalogVersion");
    changed = List.copyOf(changed);
    problems = List.copyOf(problems);
  }

  /** An edition that the job takes up. */
  public static CatalogUpdate accepted(
      Instant time, CatalogEdition edition, int entries, List<String> changed) {
    long clusters = edition.inventory().clusters().size();
    return new CatalogUpdate(
        time,
        true,
        edition.version(),
        edition.generation(),
        (long) entries,
        clusters,
        changed,
        List.of(),
        0);
  }

  /** Texts that make no edition; version and generation are those that stay. */
  public static CatalogUpdate refused(
      Instant time,
      String stayingVersion,
      long stayingGeneration,
      List<String> changed,
      List<Problem> problems) {
    return new CatalogUpdate(
        time,
        false,
        stayingVersion,
        stayingGeneration,
        null,
        null,
        changed,
        problems.stream().limit(PROBLEM_LIMIT).map(CatalogUpdate::shortened).toList(),
        problems.size());
  }

  private static String shortened(Problem problem) {
    String text = problem.toString();
    return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT) + "...";
  }
}
