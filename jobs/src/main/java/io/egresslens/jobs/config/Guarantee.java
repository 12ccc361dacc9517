package io.egresslens.jobs.config;

/** How often a row may be written to Kafka. */
public enum Guarantee {
  /** Once for readers of committed rows. */
  EXACTLY_ONCE,
  /** Once or, after a restart, again: the last revision of an id is right. */
  AT_LEAST_ONCE
}
