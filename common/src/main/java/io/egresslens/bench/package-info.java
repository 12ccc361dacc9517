/**
 * What EgressLens is measured against, and how: loads composed in memory, contestants that read
 * them, a check that they answer alike, interleaved rounds. Serves {@code egresslens bench} and the
 * JMH benchmarks in {@code src/jmh}. Sees every package of this module; no part of the job sees it.
 */
package io.egresslens.bench;
