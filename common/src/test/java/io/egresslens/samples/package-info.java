/**
 * Composed logs: the generator of the folder {@code sample-logs}, and one that makes any amount of
 * records for benchmarks. Nothing here is copied from a real log, and nothing depends on the clock,
 * the locale or the platform: one seed, the same bytes.
 */
package io.egresslens.samples;
