/**
 * How the sums of the main job are written between operators and in state: by hand, compact, with a
 * version. Knows Flink's serializers and the records of {@code common}, nothing else of the job.
 */
package io.egresslens.jobs.flow.wire;
