/**
 * The main job's graph: what is connected to what, under which name. Sees streams and outlets,
 * never Kafka or files.
 */
package io.egresslens.jobs.flow;
