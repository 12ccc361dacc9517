package io.egresslens.catalog;

import java.util.Objects;
import java.util.Set;

/**
 * What the author of an entry, acceptance or cluster says to a check beforehand: the rules that hit
 * it rightly and are to be passed over, and why. It stands under the key {@code lint} and changes
 * no judgement.
 *
 * @param place where the entry, acceptance or cluster starts
 * @param rules ids of rules, never empty
 * @param reason for the reader
 * @param location where the waiver itself stands
 */
public record Waiver(Location place, Set<String> rules, String reason, Location location) {
  public Waiver {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(location, "location");
    rules = Set.copyOf(rules);
  }
}
