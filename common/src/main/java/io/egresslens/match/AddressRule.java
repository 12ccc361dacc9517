package io.egresslens.match;

import io.egresslens.catalog.AddressSet;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.flow.AddressPrefix;
import java.math.BigInteger;
import java.util.Comparator;

/**
 * An address entry made ready for comparison; of an entry that names an address set, one for each
 * version of the set. Immutable.
 */
final class AddressRule {
  /**
   * What decides between rules of one prefix: the fewest addresses, then the id. A single range has
   * no more addresses than any set that holds it, so it comes before the sets.
   */
  static final Comparator<AddressRule> MOST_SPECIFIC_FIRST =
      Comparator.comparing((AddressRule rule) -> rule.addresses)
          .thenComparing(rule -> rule.entry, CatalogEntry.BY_ID)
          .thenComparing(
              rule -> rule.set,
              Comparator.nullsFirst(Comparator.comparing(s -> s, AddressSet.BY_NAME)));

  final CatalogEntry entry;

  /** Null for an entry of a single range. */
  final AddressSet set;

  private final BigInteger addresses;
  private final Terms terms;
  private final Match match;
  private final Match onOtherPort;

  /**
   * @param entry an address entry
   * @param set null for an entry of a single range
   * @param addresses how many addresses the entry is for
   */
  AddressRule(CatalogEntry entry, AddressSet set, BigInteger addresses) {
    this.entry = entry;
    this.set = set;
    this.addresses = addresses;
    this.terms = new Terms(set == null ? entry : entry.in(entry.period().and(set.period())));
    this.match = new Match(entry, false, false);
    this.onOtherPort = new Match(entry, true, false);
  }

  /** {@link Standing#WINS} as far as this rule alone can say; otherwise why it cannot win. */
  Standing standing(int cloudBit, int protocolBit, int port, long epochMillis) {
    Standing objection = terms.objection(cloudBit, epochMillis);
    if (objection != null) {
      return objection;
    }
    return terms.covers(protocolBit, port) ? Standing.WINS : Standing.OTHER_PORT;
  }

  Match match() {
    return match;
  }

  Match onOtherPort() {
    return onOtherPort;
  }

  /** As an explanation shows it. */
  Candidate candidate(AddressPrefix prefix, Standing standing) {
    String text = set == null ? entry.match() : entry.match() + " (" + prefix + ")";
    return new Candidate(entry, text, standing, prefix, set);
  }
}
