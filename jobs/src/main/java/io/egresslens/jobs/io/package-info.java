/**
 * The edges of the jobs: Kafka, files and their formats. The only place that names them; knows no
 * operator.
 */
package io.egresslens.jobs.io;
