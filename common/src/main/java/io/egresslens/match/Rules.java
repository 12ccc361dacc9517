package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Pattern;

/**
 * Every rule that a matcher knows by name, by number: first the plain ones, then those of the
 * catalog that need an object, then those of the cluster. Thread-safe.
 */
final class Rules {
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

  /** Null for a rule that is not plain. */
  Terms plainTerms(int number) {
    return isPlain(number) ? plain.terms(number) : null;
  }

  /** The answer for a host that a plain rule fits; null for any other rule. */
  Match plainMatch(int number) {
    return isPlain(number) ? plain.match(number) : null;
  }

  /** The answer for a host that a plain rule fits on another port. */
  Match onOtherPort(int plainNumber) {
    return plain.onOtherPort(plainNumber);
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
   * The answer of rules whose names fit.
   *
   * @param numbers in the order of {@link #ranksBefore}
   * @param protocolBit of {@link Terms#bit(String)}
   */
  Match winner(
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
      return isPlain(best) ? plain.match(best) : rule(best).match(path != null);
    }
    if (bestOnOtherPort < 0) {
      return null;
    }
    return isPlain(bestOnOtherPort)
        ? plain.onOtherPort(bestOnOtherPort)
        : rule(bestOnOtherPort).onOtherPort();
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
    Terms terms = plain.terms(number);
    Standing objection = terms.objection(cloudBit, epochMillis);
    if (objection != null) {
      return objection;
    }
    return terms.covers(protocolBit, port) ? Standing.WINS : Standing.OTHER_PORT;
  }

  private boolean hasPath(int number) {
    return !isPlain(number) && rule(number).hasPath();
  }

  private CatalogEntry entry(int number) {
    return isPlain(number) ? plain.entry(number) : rule(number).entry;
  }

  private Pattern pattern(int number) {
    return isPlain(number) ? plain.entry(number).pattern() : rule(number).pattern;
  }
}
