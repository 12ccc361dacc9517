/**
 * The edges of the job: the only place that names Kafka and Avro. Imports {@code config} and
 * common, never the graph.
 */
package io.egresslens.jobs.io;
