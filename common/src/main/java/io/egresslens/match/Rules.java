package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Pattern;

/**
 * Every rule that a matcher knows by name, by number: first the plain ones, then those of the
 * catalog that need an object, then those of the cluster. Thread-safe.
 */
final class Rules {
  /** No winner; no number of a rule, and no complement of one. */
  static final int NOBODY = Integer.MIN_VALUE;

  private final PlainRules plain;
  private final Rule[] special;
  private final Rule[] own;

  private final int cloudBit;

  /**
   * @param cloud null for a source of no known cluster
   */
  Rules(PlainRules plain, Rule[] special, Rule[] own, Cloud cloud) {
    this.plain = plain;
    this.special = special;
    this.own = own;
    this.cloudBit = Terms.bit(cloud);
  }

  boolean isPlain(int number) {
    return number < plain.size();
  }

  /** Which of the {@link #terms} a plain rule has. */
  int termsNumber(int number) {
    return plain.termsNumber(number);
  }

  /** Terms by their number. */
  Terms terms(int termsNumber) {
    return plain.terms(termsNumber);
  }

  /** A rule as an object; made anew for a plain one. */
  Rule rule(int number) {
    if (isPlain(number)) {
      CatalogEntry entry = plain.entry(number);
      return new Rule(entry, entry.pattern());
    }
    int index = number - plain.size();
    return index < special.length ? special[index] : own[index - special.length];
  }

  /** Of {@link Terms#bit(Cloud)}. */
  int cloudBit() {
    return cloudBit;
  }

  /** Whether a rule ranks before another by all but the path. */
  boolean ranksBefore(int number, int other) {
    int order = Pattern.MOST_SPECIFIC_FIRST.compare(pattern(number), pattern(other));
    return order != 0 ? order < 0 : CatalogEntry.BY_ID.compare(entry(number), entry(other)) < 0;
  }

  /**
   * The one that wins of rules whose names fit.
   *
   * @param numbers in the order of {@link #ranksBefore}
   * @param protocolBit of {@link Terms#bit(String)}
   * @return its number; the complement of it when it lists the destination on another port only;
   *     {@link #NOBODY} when none is left
   */
  int winner(
      int[] numbers, int from, int to, int protocolBit, int port, String path, long epochMillis) {
    int best = -1;
    int bestOnOtherPort = -1;
    for (int i = from; i < to; i++) {
      int number = numbers[i];
      Standing standing = standing(number, protocolBit, port, path, epochMillis);
      if (standing == Standing.WINS && (best < 0 || hasBetterPath(number, best, path))) {
        best = number;
      } else if (standing == Standing.OTHER_PORT
          && (bestOnOtherPort < 0 || hasBetterPath(number, bestOnOtherPort, path))) {
        bestOnOtherPort = number;
      }
    }
    if (best >= 0) {
      return best;
    }
    return bestOnOtherPort < 0 ? NOBODY : ~bestOnOtherPort;
  }

  /** The answer for a {@link #winner}; null for {@link #NOBODY}. */
  Match match(int winner, boolean pathVisible) {
    if (winner == NOBODY) {
      return null;
    }
    boolean wrongPort = winner < 0;
    int number = wrongPort ? ~winner : winner;
    return new Match(entry(number), wrongPort, !wrongPort && pathVisible && hasPath(number));
  }

  /** Whether a rule behind another in order comes before it after all, by its compared path. */
  private boolean hasBetterPath(int number, int best, String path) {
    return path != null
        && hasPath(number)
        && !hasPath(best)
        && Pattern.MOST_SPECIFIC_FIRST.compare(pattern(number), pattern(best)) == 0;
  }

  private Standing standing(int number, int protocolBit, int port, String path, long epochMillis) {
    if (!isPlain(number)) {
      return rule(number).standing(cloudBit, protocolBit, port, path, epochMillis);
    }
    Terms terms = plain.terms(plain.termsNumber(number));
    Standing objection = terms.objection(cloudBit, epochMillis);
    if (objection != null) {
      return objection;
    }
    return terms.covers(protocolBit, port) ? Standing.WINS : Standing.OTHER_PORT;
  }

  private boolean hasPath(int number) {
    return !isPlain(number) && rule(number).hasPath();
  }

  CatalogEntry entry(int number) {
    return isPlain(number) ? plain.entry(number) : rule(number).entry;
  }

  private Pattern pattern(int number) {
    return isPlain(number) ? plain.entry(number).pattern() : rule(number).pattern;
  }
}
