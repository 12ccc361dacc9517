package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Pattern;
import java.nio.charset.StandardCharsets;

/**
 * A catalog entry made ready for comparison: its pattern bound, its terms as numbers. For the
 * entries that need more than a number, see {@link Rules}. Immutable.
 */
final class Rule {
  final CatalogEntry entry;

  final Pattern pattern;

  private final Terms terms;
  private final boolean hasPath;
  private final NameShape shape;

  /**
   * @param entry a name entry
   * @param pattern the entry's pattern, bound
   */
  Rule(CatalogEntry entry, Pattern pattern) {
    this.entry = entry;
    this.pattern = pattern;
    this.terms = new Terms(entry);
    this.hasPath = pattern.path() != null;
    this.shape = new NameShape(pattern);
  }

  /** How the rule fits the names below its anchor, as {@link LabelTree} has it. */
  int fit() {
    return shape.fit();
  }

  /** Whether a host fits, read from bytes; allocates for a pattern with several holes only. */
  boolean fits(byte[] host, int from, int to) {
    if (shape.severalHoles()) {
      return pattern.matchesHost(new String(host, from, to - from, StandardCharsets.ISO_8859_1));
    }
    return shape.fits(host, from, to);
  }

  /**
   * {@link Standing#WINS} as far as this rule alone can say; otherwise why it cannot win.
   *
   * @param cloudBit of {@link Terms#bit(io.egresslens.catalog.Cloud)}
   * @param protocolBit of {@link Terms#bit(String)}
   */
  Standing standing(int cloudBit, int protocolBit, int port, String path, long epochMillis) {
    Standing objection = terms.objection(cloudBit, epochMillis);
    if (objection != null) {
      return objection;
    }
    if (hasPath && path != null && !pattern.matchesPath(path)) {
      return Standing.OTHER_PATH;
    }
    return terms.covers(protocolBit, port) ? Standing.WINS : Standing.OTHER_PORT;
  }

  /** Whether this wins over another rule that fits as well; rarely needed, so not precomputed. */
  boolean ranksBefore(Rule other, boolean pathVisible) {
    int order = Pattern.MOST_SPECIFIC_FIRST.compare(pattern, other.pattern);
    if (order != 0) {
      return order < 0;
    }
    if (pathVisible && hasPath != other.hasPath) {
      return hasPath;
    }
    return CatalogEntry.BY_ID.compare(entry, other.entry) < 0;
  }

  boolean hasPath() {
    return hasPath;
  }
}
