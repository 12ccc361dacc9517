package io.egresslens.match;

import java.util.Set;

/**
 * Words that are names in their own right: nobody who uses one has slipped on another. Our own
 * choice, of host labels that everybody has and of words and brands that stand a stroke or two from
 * the brands of the shipped catalogs.
 */
final class PlainWords {
  private static final Set<String> LABELS =
      words(
          """
          access account accounts admin assets backup catalogs cloud clouds config
          connect console consoles contact content contract control data database
          download downloads event events export gateway global images import login
          logins market master mirror mirrors monitor package packages policy portal
          product products profile project public registrar report reports secure
          security server service services source sources static status storage store
          stores support update updates upload uploads video
          """);

  private static final Set<String> BRANDS =
      words(
          """
          allure assure azores azure bantu bray clay decker
          docked docker docket github gitlab india locker
          microsoft monitor nvidia okay
          openshift openvas play quad quay query ready redcat redhat
          redhot rocker seizure splunk ubuntu video visual widows window
          windows windward
          """);

  /** Domains that end as others do without being theirs. */
  private static final Set<String> PLACES =
      words(
          """
          at be cn co de eu in is it me my no so to us
          """);

  private PlainWords() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /** Whether a label left of a home is a usual one. */
  static boolean isLabel(String label) {
    return LABELS.contains(label);
  }

  /** Whether the first label of a home is a word or a brand of its own. */
  static boolean isBrand(String label) {
    return BRANDS.contains(label);
  }

  /** Whether a last label is a word or a country, so that it tells nothing behind a hyphen. */
  static boolean isPlace(String label) {
    return PLACES.contains(label);
  }
}
