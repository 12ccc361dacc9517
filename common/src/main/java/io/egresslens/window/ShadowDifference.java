package io.egresslens.window;

import io.egresslens.classify.Expectation;
import io.egresslens.classify.Judgement;
import io.egresslens.classify.Verdict;
import io.egresslens.flow.Action;
import io.egresslens.flow.FieldTable;
import java.time.Instant;
import java.util.Objects;

/**
 * Flows of which a shadow catalog says something else than the one that counts. Rows of one window
 * and key add up. Immutable.
 *
 * @param id of the summary that the flows are in
 * @param windowStart inclusive
 * @param windowEnd exclusive
 * @param firewall null when unknown
 * @param cluster as the catalog that counts has it, like all that does not begin with shadow
 * @param destination name or address; null when there is none
 * @param port 0 when there is none
 * @param protocol null when unknown
 * @param flows how many
 * @param entry null when none matched
 * @param shadowCluster the cluster that the shadow's inventory finds
 * @param shadowEntry null when none matched
 */
public record ShadowDifference(
    String id,
    Instant windowStart,
    Instant windowEnd,
    String firewall,
    String cluster,
    String destination,
    int port,
    String protocol,
    Action action,
    long flows,
    Expectation expectation,
    String entry,
    String catalogVersion,
    String shadowCluster,
    Expectation shadowExpectation,
    String shadowEntry,
    String shadowCatalogVersion) {
  /** What is written of a difference. */
  public static final FieldTable<ShadowDifference> FIELDS =
      FieldTable.<ShadowDifference>none()
          .with("id", ShadowDifference::id)
          .with("windowStart", ShadowDifference::windowStart)
          .with("windowEnd", ShadowDifference::windowEnd)
          .with("firewall", ShadowDifference::firewall)
          .with("cluster", ShadowDifference::cluster)
          .with("destination", ShadowDifference::destination)
          .with("port", row -> row.port() == 0 ? null : row.port())
          .with("protocol", ShadowDifference::protocol)
          .with("action", row -> row.action().label())
          .with("flows", ShadowDifference::flows)
          .with("expectation", row -> row.expectation().label())
          .with("verdict", row -> Verdict.of(row.expectation(), row.action()).label())
          .with("entry", ShadowDifference::entry)
          .with("catalogVersion", ShadowDifference::catalogVersion)
          .with("shadowCluster", ShadowDifference::shadowCluster)
          .with("shadowExpectation", row -> row.shadowExpectation().label())
          .with("shadowVerdict", row -> Verdict.of(row.shadowExpectation(), row.action()).label())
          .with("shadowEntry", ShadowDifference::shadowEntry)
          .with("shadowCatalogVersion", ShadowDifference::shadowCatalogVersion);

  public ShadowDifference {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(expectation, "expectation");
    Objects.requireNonNull(shadowExpectation, "shadowExpectation");
  }

  static ShadowDifference of(
      PartialSum sum, long windowEndMillis, Judgement shadow, String shadowVersion) {
    SummaryKey key = sum.key();
    return new ShadowDifference(
        Summary.id(key, sum.windowStartMillis(), windowEndMillis),
        Instant.ofEpochMilli(sum.windowStartMillis()),
        Instant.ofEpochMilli(windowEndMillis),
        key.firewall(),
        key.cluster(),
        key.destination(),
        key.port(),
        key.protocol(),
        key.action(),
        sum.flows(),
        key.expectation(),
        key.entry(),
        sum.catalogVersion(),
        shadow.cluster(),
        shadow.expectation(),
        shadow.entry(),
        shadowVersion);
  }
}
