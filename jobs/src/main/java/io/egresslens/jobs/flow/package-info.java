/**
 * The main job's graph: what is connected to what, under which name. Sees streams and outlets,
 * never Kafka or files; only {@code FlowJob}, where the graph meets its edges, sees both.
 */
package io.egresslens.jobs.flow;
