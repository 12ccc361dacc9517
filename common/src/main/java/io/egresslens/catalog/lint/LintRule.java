package io.egresslens.catalog.lint;

import java.util.Objects;

/**
 * A row of the table of rules.
 *
 * @param id stable: stands in reports and in the keys that pass a rule over
 * @param severity of every finding of the rule
 * @param what what is wrong where it hits, and why that is no good
 * @param mend what to do about it
 * @param check finds it; null for what the loader refuses
 */
public record LintRule(String id, Severity severity, String what, String mend, Check check) {
  public LintRule {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(mend, "mend");
  }

  /** Reports every place where a rule hits; never throws for a catalog that the loader gave. */
  @FunctionalInterface
  interface Check {
    void find(LintSubject subject, Hits hits);
  }

  /** Whether the author of an entry may have it passed over; errors never are. */
  boolean canBeWaived() {
    return severity != Severity.ERROR;
  }
}
