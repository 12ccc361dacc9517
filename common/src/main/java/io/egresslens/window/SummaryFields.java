package io.egresslens.window;

import io.egresslens.flow.FieldTable;

/** What is written of summaries, late flows and the books (design section 8). */
public final class SummaryFields {
  /** A summary. */
  public static final FieldTable<Summary> SUMMARY =
      FieldTable.<Summary>none()
          .with("id", Summary::id)
          .with("windowStart", Summary::windowStart)
          .with("windowEnd", Summary::windowEnd)
          .with("revision", Summary::revision)
          .with("final", Summary::isFinal)
          .with("firewall", Summary::firewall)
          .with("cluster", Summary::cluster)
          .with("destination", Summary::destination)
          .with("domain", Summary::domain)
          .with("port", summary -> summary.port() == 0 ? null : summary.port())
          .with("protocol", Summary::protocol)
          .with("action", summary -> summary.action().label())
          .with("expectation", summary -> summary.expectation().label())
          .with("verdict", summary -> summary.verdict().label())
          .with("entry", Summary::entry)
          .with("catalogVersion", Summary::catalogVersion)
          .with("flows", Summary::flows)
          .with("sources", Summary::sources)
          .with("sourcesEstimated", Summary::sourcesEstimated)
          .with("sampleSources", Summary::sampleSources)
          .with("firstSeen", Summary::firstSeen)
          .with("lastSeen", Summary::lastSeen)
          .with("rules", Summary::rules);

  /**
   * Flows that came too late, written as the summary that they would have been: {@code
   * Summary.of(sum, windowEnd, 0, false, domain)}. They replace nothing, so they have no revision
   * and no final one; the id is that of the summary which they are missing from.
   */
  public static final FieldTable<Summary> LATE_FLOW = SUMMARY.without("revision", "final");

  /** The books. */
  public static final FieldTable<Accounting> ACCOUNTING =
      FieldTable.<Accounting>none()
          .with("records", Accounting::records)
          .with("flows", Accounting::flows)
          .with("inbound", Accounting::inbound)
          .with("signals", Accounting::signals)
          .with("otherCategories", Accounting::otherCategories)
          .with("duplicates", Accounting::duplicates)
          .with("deadLetters", Accounting::deadLetters)
          .with("summarised", Accounting::summarised)
          .with("late", Accounting::late);

  private SummaryFields() {}
}
