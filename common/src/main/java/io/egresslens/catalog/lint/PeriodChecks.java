package io.egresslens.catalog.lint;

import io.egresslens.catalog.CatalogEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with the times of entries and with what takes their place. */
final class PeriodChecks {
  private static final Duration SOON = Duration.ofDays(30);

  private PeriodChecks() {}

  static void ended(LintSubject subject, Hits hits) {
    Successors successors = new Successors(subject);
    for (CatalogEntry entry : subject.catalog().entries()) {
      if (hasEnded(entry, subject.at()) && !successors.isFollowed(entry)) {
        hits.add(entry, "ended on " + day(entry.validTo()) + " and nothing took its place");
      }
    }
  }

  static void endedAndReplaced(LintSubject subject, Hits hits) {
    Successors successors = new Successors(subject);
    for (CatalogEntry entry : subject.catalog().entries()) {
      if (hasEnded(entry, subject.at()) && successors.isFollowed(entry)) {
        hits.add(entry, "ended on " + day(entry.validTo()));
      }
    }
  }

  static void endsSoon(LintSubject subject, Hits hits) {
    Instant horizon = subject.at().plus(SOON);
    for (CatalogEntry entry : subject.catalog().entries()) {
      if (entry.validTo() != null
          && !hasEnded(entry, subject.at())
          && !entry.validTo().isAfter(horizon)) {
        hits.add(entry, "ends on " + day(entry.validTo()));
      }
    }
  }

  static void replacementEnded(LintSubject subject, Hits hits) {
    Successors successors = new Successors(subject);
    for (CatalogEntry entry : subject.catalog().entries()) {
      List<CatalogEntry> others = successors.replacements(entry);
      if (!others.isEmpty()
          && others.stream().allMatch(other -> hasEnded(other, subject.at()))
          && others.stream().allMatch(other -> other.replacedBy() == null)) {
        hits.add(entry, "is replaced by " + entry.replacedBy() + ", which has ended itself");
      }
    }
  }

  static void gapBeforeReplacement(LintSubject subject, Hits hits) {
    Successors successors = new Successors(subject);
    for (CatalogEntry entry : subject.catalog().entries()) {
      List<CatalogEntry> others = successors.replacements(entry);
      if (entry.validTo() != null
          && !others.isEmpty()
          && others.stream()
              .allMatch(
                  other ->
                      other.validFrom() != null && other.validFrom().isAfter(entry.validTo()))) {
        hits.add(
            entry,
            "ends on " + day(entry.validTo()) + ", before " + entry.replacedBy() + " begins");
      }
    }
  }

  static void replacementCircle(LintSubject subject, Hits hits) {
    Successors successors = new Successors(subject);
    for (CatalogEntry entry : subject.catalog().entries()) {
      if (entry.replacedBy() != null && successors.leadsBack(entry)) {
        hits.add(entry, "is replaced by " + entry.replacedBy() + ", which leads back to it");
      }
    }
  }

  private static boolean hasEnded(CatalogEntry entry, Instant at) {
    return entry.validTo() != null && !entry.validTo().isAfter(at);
  }

  /** The last day on which the entry counts is the one before. */
  private static String day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** Who follows whom. An id may stand for several versions of an entry. */
  private static final class Successors {
    private final Map<String, List<CatalogEntry>> byId = new HashMap<>();

    Successors(LintSubject subject) {
      for (CatalogEntry entry : subject.catalog().entries()) {
        byId.computeIfAbsent(entry.id(), id -> new ArrayList<>()).add(entry);
      }
    }

    List<CatalogEntry> replacements(CatalogEntry entry) {
      return entry.replacedBy() == null
          ? List.of()
          : byId.getOrDefault(entry.replacedBy(), List.of());
    }

    boolean isFollowed(CatalogEntry entry) {
      return entry.replacedBy() != null
          || byId.get(entry.id()).stream()
              .anyMatch(
                  other ->
                      other.validFrom() != null && !other.validFrom().isBefore(entry.validTo()));
    }

    boolean leadsBack(CatalogEntry entry) {
      Set<String> seen = new HashSet<>();
      List<CatalogEntry> next = replacements(entry);
      while (!next.isEmpty()) {
        List<CatalogEntry> behind = new ArrayList<>();
        for (CatalogEntry at : next) {
          if (at.id().equals(entry.id())) {
            return true;
          }
          if (seen.add(at.id())) {
            behind.addAll(replacements(at));
          }
        }
        next = behind;
      }
      return false;
    }
  }
}
