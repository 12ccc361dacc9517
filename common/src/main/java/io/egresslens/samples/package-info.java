/**
 * Composed logs: any amount of records for benchmarks, and, beside the tests, the generator of the
 * folder {@code sample-logs}. Nothing here is copied from a real log, and nothing depends on the
 * clock, the locale or the platform: one seed, the same bytes. Imports {@code flow}; no part of the
 * job imports this.
 */
package io.egresslens.samples;
