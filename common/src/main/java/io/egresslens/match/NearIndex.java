package io.egresslens.match;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the few targets that a name can be close to. Immutable and thread-safe once built; asking
 * costs the length of the name, not the number of targets.
 */
final class NearIndex {
  /*
   * One table a rule of NearRules. Each holds, by what a name and a target have in common under that
   * rule, the one target that would be told of all those that have it in common, so no table gives
   * more than a few:
   *
   *   names      the name itself             asked with one label taken out (a label deeper)
   *   shorter    the name less one label     asked with the name (a label short)
   *   below      what a star stands before   asked with the name (apex)
   *   regions    a label's region taken out  asked likewise; of wildcards with each end of the name
   *   numbers    one number taken out        asked likewise, then the nearest by number
   *   slips      a label left of the home by what is left with up to one letter taken out, beside the
   *              rest of the name: two labels one stroke apart have one of these in common
   *   skeletons  the home's skeleton         asked with that of each end of the name
   *   brands     the home's first label with up to two letters taken out, beside its suffix
   *   words      home, name and brand, hyphens as dots: asked with each run of words of the name
   *
   * Brands that differ by digits alone stand there once. Of the targets of one home the plainest
   * stands for all; "ofHome" and "supported" then give the one with the same digits, or with the same
   * labels before the home.
   */
  private static final char MARK = '?';

  private static final int LONGEST_FOR_TWO = 40;
  private static final int MUCH_DEEPER = 8;
  private static final int MOST_BITS = 63;

  /** The lengths up to two less and two more than one. */
  private static final long FIVE_BITS = 0b11111;

  final Set<String> homes = new HashSet<>();
  final Set<String> rentedSuffixes = new HashSet<>();
  final List<NearTarget> targets;

  /** The most labels of a home, and of a name. */
  int mostHomeLabels;

  private int mostLabels;

  private final Map<String, NearTarget> names = new HashMap<>();
  private final Map<String, NearTarget> shorter = new HashMap<>();
  private final Map<String, NearTarget> below = new HashMap<>();
  private final Map<String, NearTarget> regions = new HashMap<>();
  private final Map<String, NearTarget> regionsBelow = new HashMap<>();
  private final Map<String, NavigableMap<Integer, NearTarget>> numbers = new HashMap<>();
  private final Clues slips;
  private final Map<String, NearTarget> skeletons = new HashMap<>();

  /** By suffix, which lengths of brands are there, a bit each. */
  private final Map<String, Long> suffixes = new HashMap<>();

  private final Map<String, NearTarget> supported = new HashMap<>();
  private final Map<String, NearTarget> ofHome = new HashMap<>();
  private final Clues brands;
  private final List<NearTarget> faces = new ArrayList<>();
  private final Map<String, List<NearTarget>> words = new HashMap<>();
  private final Set<String> firstWords = new HashSet<>();
  private int mostWords;

  NearIndex(Collection<NearTarget> targets) {
    this.targets = List.copyOf(targets);
    Map<String, NearTarget> labels = new HashMap<>();
    Map<String, NearTarget> classes = new HashMap<>();
    Map<String, NearTarget> embedded = new HashMap<>();
    for (NearTarget target : targets) {
      homes.add(target.home.name());
      mostHomeLabels =
          Math.max(mostHomeLabels, target.labels.length - Math.max(0, target.leftLabels));
      mostLabels = Math.max(mostLabels, target.labels.length);
      if (target.home.rented()) {
        rentedSuffixes.add(target.home.suffix());
      }
      if (target.shape == NearTarget.Shape.NAME) {
        addName(target, labels);
      } else if (target.shape == NearTarget.Shape.BELOW) {
        keep(below, target.name, target);
        addRegions(target, regionsBelow);
      }
      if (target.imitated) {
        addLook(target, classes, embedded);
      }
    }
    this.slips = slips(labels);
    this.brands = brands(classes);
    embedded.forEach(this::addWords);
  }

  private static void keep(Map<String, NearTarget> map, String key, NearTarget target) {
    map.merge(key, target, (a, b) -> NearTarget.PLAINEST_FIRST.compare(a, b) <= 0 ? a : b);
  }

  private void addName(NearTarget target, Map<String, NearTarget> labels) {
    keep(names, target.name, target);
    for (int i = 0; i < target.leftLabels; i++) {
      if (target.leftLabels > 1) {
        keep(shorter, NearRules.without(target, i), target);
      }
      addNumbers(target, i, false);
      String label = Variants.withoutDigits(target.labels[i]);
      if (label.length() >= NearRules.LABEL_FOR_SLIP - 1) {
        keep(labels, target.with(i, String.valueOf(MARK)) + " " + label, target);
      }
    }
    addRegions(target, regions);
    if (target.home.rented()) {
      addNumbers(target, target.leftLabels, true);
      for (String way : Variants.withoutRegion(target.home.brand(), true)) {
        keep(regions, target.with(target.leftLabels, way), target);
      }
    }
  }

  private void addNumbers(NearTarget target, int at, boolean account) {
    Variants.withoutNumber(target.labels[at], account)
        .forEach(
            (way, number) ->
                numbers
                    .computeIfAbsent(target.with(at, way), key -> new TreeMap<>())
                    .merge(
                        number,
                        target,
                        (a, b) -> NearTarget.PLAINEST_FIRST.compare(a, b) <= 0 ? a : b));
  }

  private static void addRegions(NearTarget target, Map<String, NearTarget> regions) {
    for (int i = 0; i < target.leftLabels; i++) {
      for (String way : Variants.withoutRegion(target.labels[i], false)) {
        keep(regions, target.with(i, way), target);
      }
    }
  }

  private void addLook(
      NearTarget target, Map<String, NearTarget> classes, Map<String, NearTarget> embedded) {
    Home home = target.home;
    keep(skeletons, target.homeSkeleton, target);
    String brand = target.markedBrand;
    suffixes.merge(home.suffix(), 1L << Math.min(brand.length(), MOST_BITS), (a, b) -> a | b);
    keep(classes, home.suffix() + " " + brand, target);
    keep(ofHome, home.name(), target);
    if (target.shape == NearTarget.Shape.NAME) {
      keep(embedded, "name " + target.nameWords, target);
    }
    // The first word says what of the target the others are of.
    keep(embedded, "home " + target.homeWords, target);
    if (NearRules.isTelling(home)) {
      keep(embedded, "brand " + target.brandWords, target);
    }
    if (!target.left.isEmpty()) {
      keep(supported, target.left + " " + brand + " " + home.suffix(), target);
      keep(supported, target.left + " " + home.brand() + " " + home.suffix(), target);
      if (NearRules.hasTellingLeft(target)) {
        keep(embedded, "both " + target.leftAndBrandWords, target);
      }
    }
  }

  private void addWords(String key, NearTarget target) {
    String text = key.substring(key.indexOf(' ') + 1);
    words.computeIfAbsent(text, all -> new ArrayList<>(1)).add(target);
    int dot = text.indexOf('.');
    firstWords.add(dot < 0 ? text : text.substring(0, dot));
    mostWords = Math.max(mostWords, (int) text.chars().filter(c -> c == '.').count() + 1);
  }

  private Clues slips(Map<String, NearTarget> labels) {
    Clues.Builder builder = new Clues.Builder();
    labels.forEach(
        (key, target) -> {
          int space = key.indexOf(' ');
          int number = number(target);
          Edits.withoutLetters(
              key.substring(space + 1),
              1,
              salt(key.substring(0, space)),
              hash -> builder.add(hash, number));
        });
    return builder.build();
  }

  private Clues brands(Map<String, NearTarget> classes) {
    Clues.Builder builder = new Clues.Builder();
    classes.forEach(
        (key, target) -> {
          int space = key.indexOf(' ');
          String brand = key.substring(space + 1);
          int number = number(target);
          Edits.withoutLetters(
              brand,
              brand.length() >= NearRules.SUPPORTED_FOR_TWO ? 2 : 1,
              salt(key.substring(0, space)),
              hash -> builder.add(hash, number));
        });
    return builder.build();
  }

  private int number(NearTarget target) {
    faces.add(target);
    return faces.size() - 1;
  }

  private static long salt(String text) {
    return text.hashCode() * 0xD1B54A32D192ED03L;
  }

  /** Adds the targets that a name can be close to; some more too. */
  void collect(NearName name, Set<NearTarget> found) {
    if (name.owner != null) {
      collectSiblings(name, found);
      return;
    }
    int before = found.size();
    collectAccounts(name, found);
    if (found.size() > before) {
      // Numbers and regions of accounts go before all that a stranger's name can be.
      return;
    }
    for (int i = name.first; i < name.count - 1; i++) {
      add(found, lookAlike(name, i));
    }
    collectBrands(name, found);
    collectWords(name, found);
  }

  private static void add(Set<NearTarget> found, NearTarget target) {
    if (target != null) {
      found.add(target);
    }
  }

  private void collectSiblings(NearName name, Set<NearTarget> found) {
    add(found, shorter.get(name.host));
    add(found, below.get(name.host));
    // Far deeper than what is listed nobody looks for what is like it.
    if (name.count > mostLabels + MUCH_DEEPER) {
      return;
    }
    int left = name.count - NearRules.count(name.owner);
    for (int i = 0; i < left; i++) {
      String label = name.label(i);
      add(found, names.get(name.without(i)));
      for (String way : Variants.withoutRegion(label, false)) {
        String other = name.with(i, way);
        add(found, regions.get(other));
        collectEnds(other, name.start(i), found);
      }
      collectNumbers(name, i, false, found);
      String letters = Variants.withoutDigits(label);
      if (letters.length() >= NearRules.LABEL_FOR_SLIP - 1) {
        long salt = salt(name.with(i, String.valueOf(MARK)));
        Edits.withoutLetters(
            letters, 1, salt, hash -> slips.find(hash, face -> found.add(faces.get(face))));
      }
    }
  }

  /** Wildcards whose ends start at or before the label that was changed. */
  private void collectEnds(String other, int last, Set<NearTarget> found) {
    for (int at = 0; at <= last && !regionsBelow.isEmpty(); at = other.indexOf('.', at) + 1) {
      add(found, regionsBelow.get(other.substring(at)));
    }
  }

  private void collectNumbers(NearName name, int at, boolean account, Set<NearTarget> found) {
    Variants.withoutNumber(name.label(at), account)
        .forEach(
            (way, number) -> {
              NavigableMap<Integer, NearTarget> near = numbers.get(name.with(at, way));
              if (near != null) {
                Map.Entry<Integer, NearTarget> above = near.ceilingEntry(number);
                Map.Entry<Integer, NearTarget> under = near.lowerEntry(number);
                add(found, above == null ? null : above.getValue());
                add(found, under == null ? null : under.getValue());
              }
            });
  }

  private void collectAccounts(NearName name, Set<NearTarget> found) {
    for (int i = name.first; i < name.count - 1; i++) {
      if (rentedSuffixes.contains(name.from(i + 1))) {
        collectNumbers(name, i, true, found);
        for (String way : Variants.withoutRegion(name.label(i), true)) {
          add(found, regions.get(name.with(i, way)));
        }
      }
    }
  }

  private NearTarget lookAlike(NearName name, int at) {
    NearTarget face = skeletons.get(name.skeletonFrom(at));
    if (face == null || at == 0) {
      return face;
    }
    NearTarget whole =
        supported.get(name.before(at) + " " + face.home.brand() + " " + face.home.suffix());
    return whole == null ? face : whole;
  }

  private void collectBrands(NearName name, Set<NearTarget> found) {
    for (int i = name.first; i < name.count - 1; i++) {
      Long lengths = suffixes.get(name.from(i + 1));
      if (lengths == null) {
        continue;
      }
      String brand = Variants.withoutDigits(name.label(i));
      int length = brand.length();
      long near = lengths >>> Math.max(0, Math.min(length, MOST_BITS) - 2);
      if (length < 3 || (near & FIVE_BITS) == 0 || brand.startsWith("xn--")) {
        continue;
      }
      boolean two = length >= NearRules.SUPPORTED_FOR_TWO - 2 && length <= LONGEST_FOR_TWO;
      Set<NearTarget> close = new LinkedHashSet<>();
      Edits.withoutLetters(
          brand,
          two ? 2 : 1,
          salt(name.from(i + 1)),
          hash -> brands.find(hash, face -> close.add(faces.get(face))));
      for (NearTarget face : close) {
        Home home = face.home;
        String marked = face.markedBrand;
        String likewise = Variants.withDigits(marked, name.label(i));
        found.add(face);
        add(found, ofHome.get(likewise + "." + home.suffix()));
        if (i > 0) {
          String left = name.before(i) + " ";
          add(found, supported.get(left + marked + " " + home.suffix()));
          add(found, supported.get(left + likewise + " " + home.suffix()));
        }
      }
    }
  }

  private void collectWords(NearName name, Set<NearTarget> found) {
    String all = name.words;
    for (int from = 0; from >= 0 && from < all.length(); ) {
      int end = all.indexOf('.', from);
      int next = end < 0 ? -1 : end + 1;
      if (end >= 0 && firstWords.contains(all.substring(from, end))) {
        for (int count = 1; count <= mostWords && end >= 0; count++) {
          found.addAll(words.getOrDefault(all.substring(from, end), List.of()));
          end = all.indexOf('.', end + 1);
        }
      }
      from = next;
    }
  }
}
