package io.egresslens.bench;

/** The forms in which the records of a {@link Load} stand. */
public enum LoadForm {
  /** A structured record a line. */
  LINES,
  /** A hundred structured records a line, in {@code {"records":[...]}}. */
  ENVELOPE,
  /** As {@link #LINES}, with keys in one of 32 orders, and escapes in 10 % of the records. */
  SHUFFLED,
  /** A record with one line of text a line. */
  LEGACY
}
