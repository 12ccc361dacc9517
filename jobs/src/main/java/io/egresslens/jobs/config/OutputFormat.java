package io.egresslens.jobs.config;

/** How rows are written to Kafka. */
public enum OutputFormat {
  /** Avro's single-object encoding. */
  AVRO,
  /** One JSON object. */
  JSON
}
