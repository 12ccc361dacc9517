package io.egresslens.match;

import static io.egresslens.match.NearMiss.Kind.APEX;
import static io.egresslens.match.NearMiss.Kind.EMBEDDED;
import static io.egresslens.match.NearMiss.Kind.HOMOGLYPH;
import static io.egresslens.match.NearMiss.Kind.LABEL_DEEPER;
import static io.egresslens.match.NearMiss.Kind.LABEL_SHORT;
import static io.egresslens.match.NearMiss.Kind.NEXT_NUMBER;
import static io.egresslens.match.NearMiss.Kind.OTHER_REGION;
import static io.egresslens.match.NearMiss.Kind.TYPO;

import java.util.Collection;
import java.util.Comparator;

/**
 * Whether and how one name is close to one target: all the rules, with no thought for speed. {@link
 * NearIndex} finds the few targets that are worth asking about; what it leaves out is no better by
 * these rules, as tests say.
 */
final class NearRules {
  /*
   * Whose the name is decides which rules count. Below a home of the catalog it belongs to the
   * entry's owner: nobody else can make such a name, so it is a number, a region, a level or a slip,
   * never a look-alike. Anywhere else it can only be a look-alike, and has to resemble the home. An
   * account below a rented suffix is a home of its own: that two accounts share the suffix says
   * nothing; numbers and regions of long account names are told, without calling them safe.
   *
   * Confidence is a number a rule. That the labels in front of the home are an entry's too
   * ("supported") makes every look-alike surer and lets shorter names in.
   */

  /** The least letters of a label left of a home that a slip is believed of. */
  static final int LABEL_FOR_SLIP = 6;

  private static final int BRAND_FOR_ONE = 6;
  private static final int SUPPORTED_FOR_ONE = 4;
  private static final int BRAND_FOR_TWO = 9;
  static final int SUPPORTED_FOR_TWO = 8;

  /** A brand that nobody else has, so that it tells by itself. */
  static final int TELLING_BRAND = 10;

  private static final int LEAST_BRAND = 5;
  private static final int TELLING_LETTERS = 12;

  /**
   * A target that a name is close to.
   *
   * @param distance less is closer, between findings of one kind and confidence
   */
  record Finding(NearMiss.Kind kind, double confidence, int distance, NearTarget target) {
    static final Comparator<Finding> BEST_FIRST =
        Comparator.comparing(Finding::kind)
            .thenComparing(Comparator.comparingDouble(Finding::confidence).reversed())
            .thenComparingInt(Finding::distance)
            .thenComparing(Finding::target, NearTarget.PLAINEST_FIRST);
  }

  private NearRules() {}

  /** The best of what a name is close to; null when it is close to none of them. */
  static Finding best(NearName name, Collection<NearTarget> targets) {
    Finding best = null;
    for (NearTarget target : targets) {
      Finding finding = compare(name, target);
      if (finding != null && (best == null || Finding.BEST_FIRST.compare(finding, best) < 0)) {
        best = finding;
      }
    }
    return best;
  }

  /** How a name that the target does not take is close to it; null when it is not. */
  static Finding compare(NearName name, NearTarget target) {
    if (name.owner != null) {
      return name.owner.equals(target.home.name()) ? sameOwner(name, target) : null;
    }
    if (name.count < 2) {
      // A single label is a name of somebody's own network.
      return null;
    }
    Finding account = target.home.rented() ? account(name, target) : null;
    if (account != null || !target.imitated) {
      return account;
    }
    Finding homoglyph = homoglyph(name, target);
    if (homoglyph != null) {
      return homoglyph;
    }
    Finding embedded = embedded(name, target);
    return embedded != null ? embedded : typo(name, target);
  }

  private static Finding sameOwner(NearName name, NearTarget target) {
    return switch (target.shape) {
      case NAME -> sibling(name, target);
      case BELOW -> wildcard(name, target);
      case END -> null;
    };
  }

  private static Finding sibling(NearName name, NearTarget target) {
    String[] labels = target.labels;
    if (name.count == labels.length) {
      int other = onlyDifference(name, 0, labels);
      return other < 0 || other >= target.leftLabels ? null : label(name, other, target);
    }
    if (name.count == labels.length + 1) {
      int surplus = firstDifference(name, 0, labels);
      double confidence = target.leftLabels == 0 ? 0.4 : 0.6;
      return surplus <= target.leftLabels && name.without(surplus).equals(target.name)
          ? new Finding(LABEL_DEEPER, confidence, 0, target)
          : null;
    }
    // That the home itself is not listed beside a name below it is no slip.
    if (name.count == labels.length - 1 && target.leftLabels > 1) {
      for (int i = 0; i < target.leftLabels; i++) {
        if (without(labels, i).equals(name.host)) {
          return new Finding(LABEL_SHORT, 0.6, 0, target);
        }
      }
    }
    return null;
  }

  private static Finding label(NearName name, int at, NearTarget target) {
    String asked = name.label(at);
    String listed = target.labels[at];
    if (Variants.otherRegion(asked, listed, false)) {
      return new Finding(OTHER_REGION, 0.95, 0, target);
    }
    int distance = Variants.numberDistance(asked, listed, false);
    if (distance >= 0) {
      return new Finding(NEXT_NUMBER, 0.95, distance, target);
    }
    return isSlip(Variants.withoutDigits(asked), Variants.withoutDigits(listed))
        ? new Finding(TYPO, 0.7, 1, target)
        : null;
  }

  private static boolean isSlip(String asked, String listed) {
    return Math.max(asked.length(), listed.length()) >= LABEL_FOR_SLIP
        && !PlainWords.isLabel(asked)
        && Edits.between(asked, listed, 1) == 1;
  }

  private static Finding wildcard(NearName name, NearTarget target) {
    if (name.host.equals(target.name)) {
      return new Finding(APEX, 0.9, 0, target);
    }
    int skipped = name.count - target.labels.length;
    if (skipped < 1) {
      return null;
    }
    int other = onlyDifference(name, skipped, target.labels);
    boolean region =
        other >= 0
            && other < target.leftLabels
            && Variants.otherRegion(name.label(skipped + other), target.labels[other], false);
    return region ? new Finding(OTHER_REGION, 0.95, 0, target) : null;
  }

  /** An account beside the target's, whose owner need not be the same. */
  private static Finding account(NearName name, NearTarget target) {
    if (target.shape != NearTarget.Shape.NAME || name.count != target.labels.length) {
      return null;
    }
    if (onlyDifference(name, 0, target.labels) != target.leftLabels) {
      return null;
    }
    String asked = name.label(target.leftLabels);
    String listed = target.home.brand();
    if (Variants.otherRegion(asked, listed, true)) {
      return new Finding(OTHER_REGION, 0.5, 0, target);
    }
    int distance = Variants.numberDistance(asked, listed, true);
    return distance < 0 ? null : new Finding(NEXT_NUMBER, 0.5, distance, target);
  }

  private static Finding homoglyph(NearName name, NearTarget target) {
    int at = name.count - target.homeLabels;
    // Written the same, it is the domain that an account's place is rented from.
    if (at < 0
        || !name.skeletonFrom(at).equals(target.homeSkeleton)
        || name.from(at).equals(target.home.name())) {
      return null;
    }
    boolean international = name.isInternational(at);
    if (!international && target.home.brand().length() < LEAST_BRAND) {
      return null;
    }
    boolean supported = name.before(at).equals(target.left) && !target.left.isEmpty();
    return new Finding(
        HOMOGLYPH, (international ? 0.97 : 0.88) + (supported ? 0.02 : 0), 0, target);
  }

  private static Finding typo(NearName name, NearTarget target) {
    Home home = target.home;
    int at = name.count - target.homeLabels;
    if (at < 0 || !name.host.endsWith("." + home.suffix())) {
      return null;
    }
    String asked = Variants.withoutDigits(name.label(at));
    String brand = target.markedBrand;
    boolean supported = name.before(at).equals(target.left) && !target.left.isEmpty();
    // Slips in an A-label are slips in its letters, which the skeleton has read.
    if (PlainWords.isBrand(asked) || asked.equals(brand) || asked.startsWith("xn--")) {
      return null;
    }
    int strokes = Edits.between(asked, brand, 2);
    int length = brand.length();
    boolean same = Variants.digits(name.label(at)).equals(Variants.digits(home.brand()));
    int otherDigits = same ? 0 : 2;
    if (strokes == 1 && isOne(asked, brand, supported)) {
      double alone = length >= BRAND_FOR_ONE ? 0.85 : 0.6;
      return new Finding(TYPO, supported ? 0.95 : alone, strokes + otherDigits, target);
    }
    boolean two = strokes == 2 && length >= (supported ? SUPPORTED_FOR_TWO : BRAND_FOR_TWO);
    return two && (supported || length >= TELLING_BRAND || asked.charAt(0) == brand.charAt(0))
        ? new Finding(TYPO, supported ? 0.8 : 0.7, strokes + otherDigits, target)
        : null;
  }

  /** Whether one stroke is enough: of a short brand only two letters swapped or one doubled. */
  private static boolean isOne(String asked, String brand, boolean supported) {
    int length = brand.length();
    if (length >= (supported ? SUPPORTED_FOR_ONE : BRAND_FOR_ONE)) {
      // Short words that rhyme are many.
      boolean rhymes = asked.length() == length && asked.endsWith(brand.substring(1));
      return supported || length > BRAND_FOR_ONE || !rhymes;
    }
    return length >= SUPPORTED_FOR_ONE && (isSwap(asked, brand) || isDoubling(asked, brand));
  }

  private static boolean isSwap(String asked, String brand) {
    int at = 0;
    while (at < brand.length() && asked.length() == brand.length()) {
      if (asked.charAt(at) != brand.charAt(at)) {
        return at + 1 < brand.length() && asked.charAt(at) == brand.charAt(at + 1);
      }
      at++;
    }
    return false;
  }

  private static boolean isDoubling(String asked, String brand) {
    for (int i = 1; asked.length() == brand.length() + 1 && i < asked.length(); i++) {
      if (asked.charAt(i) == asked.charAt(i - 1)
          && (asked.substring(0, i) + asked.substring(i + 1)).equals(brand)) {
        return true;
      }
    }
    return false;
  }

  private static Finding embedded(NearName name, NearTarget target) {
    Home home = target.home;
    double least = 0;
    if (isInside(name.host, home.name())) {
      least = 0.95;
    } else if (!target.endsInPlace && isInside(name.words, target.homeWords)) {
      least = 0.9;
    }
    if (least > 0) {
      boolean whole =
          target.shape == NearTarget.Shape.NAME && isInside(name.words, target.nameWords);
      // Of names inside one another the longest says most.
      return whole
          ? new Finding(EMBEDDED, least + 0.03, -target.name.length(), target)
          : new Finding(EMBEDDED, least, 0, target);
    }
    boolean telling = isTelling(home);
    if (hasTellingLeft(target)) {
      String both = target.leftAndBrandWords;
      if (isInside(name.words, both) && (telling || endsInBrand(name, both))) {
        return new Finding(EMBEDDED, 0.8, 0, target);
      }
    }
    String brand = target.brandWords;
    return telling && isInside(name.words, brand) && endsInBrand(name, brand)
        ? new Finding(EMBEDDED, 0.7, 0, target)
        : null;
  }

  /**
   * Whether a brand tells without its suffix. An account's name never does: others have the same.
   */
  static boolean isTelling(Home home) {
    return !home.rented() && home.brand().length() >= TELLING_BRAND;
  }

  /** Whether the labels before the home and its brand are enough to tell, without the suffix. */
  static boolean hasTellingLeft(NearTarget target) {
    return !target.left.isEmpty()
        && !target.home.rented()
        && target.home.brand().length() >= LEAST_BRAND
        && target.left.length() + target.home.brand().length() >= TELLING_LETTERS;
  }

  /** Whether whole words stand in a name, not at its end. */
  private static boolean isInside(String words, String part) {
    for (int at = words.indexOf(part); at >= 0; at = words.indexOf(part, at + 1)) {
      int end = at + part.length();
      if ((at == 0 || words.charAt(at - 1) == '.')
          && end < words.length()
          && words.charAt(end) == '.') {
        return true;
      }
    }
    return false;
  }

  /** Whether the words, which stand inside, end within the label that the name's owner chose. */
  private static boolean endsInBrand(NearName name, String part) {
    Home own = name.home();
    int from = name.host.length() - own.name().length();
    int to = from + own.brand().length();
    for (int at = name.words.indexOf(part); at >= 0; at = name.words.indexOf(part, at + 1)) {
      int end = at + part.length();
      boolean whole = (at == 0 || name.words.charAt(at - 1) == '.');
      if (whole && end > from && end <= to && name.words.charAt(end) == '.') {
        return true;
      }
    }
    return false;
  }

  /** How many labels a name has. */
  static int count(String name) {
    int labels = 1;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      labels++;
    }
    return labels;
  }

  /** The first label from {@code skipped} on that is another; as many as there are when none is. */
  private static int firstDifference(NearName name, int skipped, String[] labels) {
    int at = 0;
    while (at < labels.length && name.label(skipped + at).equals(labels[at])) {
      at++;
    }
    return at;
  }

  /** The only label that is another; -1 when there are none or several. */
  private static int onlyDifference(NearName name, int skipped, String[] labels) {
    int first = firstDifference(name, skipped, labels);
    for (int i = first + 1; i < labels.length; i++) {
      if (!name.label(skipped + i).equals(labels[i])) {
        return -1;
      }
    }
    return first == labels.length ? -1 : first;
  }

  private static String without(String[] labels, int at) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < labels.length; i++) {
      if (i != at) {
        name.append(name.length() == 0 ? "" : ".").append(labels[i]);
      }
    }
    return name.toString();
  }

  /** The target's name without one of its labels. */
  static String without(NearTarget target, int at) {
    return without(target.labels, at);
  }
}
