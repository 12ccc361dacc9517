/** The commands of {@code ./egresslens}: the only place that sees graph, edges and terminal. */
package io.egresslens.jobs.cli;
