/**
 * Names for addresses that no log names: as DNS answers were logged, or inferred from who asked for
 * what before connecting. Never used to judge; for people who read reports.
 */
package io.egresslens.names;
