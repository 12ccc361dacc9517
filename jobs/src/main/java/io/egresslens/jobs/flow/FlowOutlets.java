package io.egresslens.jobs.flow;

import io.egresslens.alert.AlertChange;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.window.Accounting;
import io.egresslens.window.ShadowDifference;
import io.egresslens.window.Summary;

/**
 * One outlet for each kind of record that leaves the main job.
 *
 * @param summaries upserts: the last revision of an id counts
 * @param deadLetters records that were not understood
 * @param lateFlows what came after its window was closed, as the summary it is missing from
 * @param signals threat intelligence and IDPS in alert mode
 * @param accounting running totals since the job's first start
 * @param catalogUpdates what became of changes to the catalog; nothing leaves here when the job
 *     takes none up
 * @param shadow what a shadow catalog says something else of; nothing leaves here without one
 * @param alerts the steps in the lives of alerts; nothing leaves here without rules for them
 */
public record FlowOutlets(
    Outlet<Summary> summaries,
    Outlet<DeadLetter> deadLetters,
    Outlet<Summary> lateFlows,
    Outlet<Flow> signals,
    Outlet<Accounting> accounting,
    Outlet<CatalogUpdate> catalogUpdates,
    Outlet<ShadowDifference> shadow,
    Outlet<AlertChange> alerts) {}
