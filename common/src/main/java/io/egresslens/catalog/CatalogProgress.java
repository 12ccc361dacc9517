package io.egresslens.catalog;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a job has come with the changes of its catalog, and the decision about the next: take it
 * up, refuse it, or nothing new. Immutable.
 *
 * @param generation of the edition that counts; 0 while it is that of the start
 * @param version of the catalog of that edition
 * @param seen digest of the texts that were looked at last, accepted or not; empty before the first
 */
public record CatalogProgress(long generation, String version, String seen) {
  /**
   * What becomes of texts.
   *
   * @param progress from here on
   * @param edition to judge by; null when there is no other
   * @param update what to tell; null when nothing has happened that anybody need hear of
   */
  public record Decision(CatalogProgress progress, CatalogEdition edition, CatalogUpdate update) {}

  public CatalogProgress {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(seen, "seen");
  }

  /** Of a job that begins with this version and has seen nothing yet. */
  public static CatalogProgress begin(String version) {
    return new CatalogProgress(0, version, "");
  }

  /**
   * Loads and checks texts as at the start of a job.
   *
   * @param first what the job was started with: the same again is no change
   */
  public Decision decide(CatalogTexts texts, CatalogEdition first, Instant now) {
    String digest = texts.digest();
    if (digest.equals(seen)) {
      return new Decision(this, null, null);
    }
    CatalogProgress after = new CatalogProgress(generation, version, digest);
    Problems problems = new Problems();
    CatalogEdition edition = texts.edition(nextGeneration(now), problems);
    if (edition == null) {
      return new Decision(
          after,
          null,
          CatalogUpdate.refused(now, version, generation, texts.changed(), problems.list()));
    }
    if (seen.isEmpty() && edition.judgesLike(first)) {
      return new Decision(after, null, null);
    }
    int entries = edition.image().catalog().entries().size();
    return new Decision(
        new CatalogProgress(edition.generation(), edition.version(), digest),
        edition,
        CatalogUpdate.accepted(now, edition, entries, texts.changed()));
  }

  /**
   * Higher than any before it, also where this was lost and the state of others was not: the
   * seconds since 1970, unless two come in one second.
   */
  private long nextGeneration(Instant now) {
    return Math.max(generation + 1, now.getEpochSecond());
  }
}
