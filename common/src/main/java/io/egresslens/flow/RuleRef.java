package io.egresslens.flow;

/**
 * The firewall rule that decided, from the outside in. A part that the log leaves empty is null; a
 * flow that no rule matched has {@link #NONE}.
 */
public record RuleRef(String policy, String collectionGroup, String collection, String rule) {
  public static final RuleRef NONE = new RuleRef(null, null, null, null);

  /** {@code collection/rule}, or whichever of the two is known, or null when no rule matched. */
  public String shortName() {
    if (collection == null) {
      return rule;
    }
    return rule == null ? collection : collection + "/" + rule;
  }
}
