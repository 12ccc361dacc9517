package io.egresslens.catalog;

/** What stands somewhere in a file and counts for a time. */
interface Dated {
  Location location();

  Period period();
}
