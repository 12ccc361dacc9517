package io.egresslens.jobs.flow;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.window.Accounting;
import io.egresslens.window.Summary;

/**
 * One outlet for each kind of record that leaves the main job.
 *
 * @param summaries upserts: the last revision of an id counts
 * @param deadLetters records that were not understood
 * @param lateFlows what came after its window was closed, as the summary it is missing from
 * @param signals threat intelligence and IDPS in alert mode
 * @param accounting running totals since the job's first start
 */
public record FlowOutlets(
    Outlet<Summary> summaries,
    Outlet<DeadLetter> deadLetters,
    Outlet<Summary> lateFlows,
    Outlet<Flow> signals,
    Outlet<Accounting> accounting) {}
