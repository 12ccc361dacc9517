/**
 * The edges of the job: the only place that names Kafka, Avro and files. Imports {@code config},
 * common, and of {@code flow} the outlets it fills; never an operator.
 */
package io.egresslens.jobs.io;
