package io.egresslens.catalog;

import io.egresslens.flow.Labels;

/**
 * What sort of thing is wrong with a configuration, so that whoever shows a problem can say how to
 * mend it. A closed list; {@code catalog lint} has a rule for each.
 */
public enum ProblemKind {
  /** The file cannot be read, or is not YAML. */
  UNREADABLE,
  /** A key is missing, stands twice, is unknown, or its value is not of the sort that it takes. */
  FORM,
  /** Text that means nothing in its place, or none of the few words that do. */
  BAD_VALUE,
  /** No pattern of its dialect, for another reason than the three below. */
  BAD_PATTERN,
  STAR_PLACE,
  PLACEHOLDER,
  NUMERIC_LABEL,
  UNKNOWN_VARIABLE,
  /** A wildcard that takes any tenant of a declared shared suffix. */
  SHARED_WILDCARD,
  /** An id, a name, a suffix that stands already. */
  DUPLICATE_ID,
  /** A replacement that is no entry. */
  UNKNOWN_REPLACEMENT,
  /** An address set that no file has. */
  UNKNOWN_ADDRESS_SET,
  /** An end before the beginning. */
  EMPTY_PERIOD,
  UNKNOWN_GROUP,
  UNKNOWN_CLUSTER,
  /** The same source range for two clusters behind one firewall. */
  SHARED_SOURCE,
  /** A cluster without the domain that an entry is bound by. */
  UNSET_DOMAIN;

  private final String label = Labels.kebab(name());

  /** Spelling as the id of a rule: lower-case kebab. */
  public String label() {
    return label;
  }
}
