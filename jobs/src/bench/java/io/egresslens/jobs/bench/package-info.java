/**
 * The benchmark of the whole pipeline: contestants that are processes of their own, and the one
 * engine that runs them in rounds. {@link io.egresslens.jobs.bench.PipelineBenchmark} starts it.
 */
package io.egresslens.jobs.bench;
