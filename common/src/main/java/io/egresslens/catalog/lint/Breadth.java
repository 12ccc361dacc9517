package io.egresslens.catalog.lint;

import com.google.common.net.InternetDomainName;
import io.egresslens.catalog.Pattern;

/**
 * How much of the world's names a pattern takes, by the public suffix list: the part of it that
 * registries answer for, in Guava's copy. A top-level domain that the list does not know, {@code
 * internal} say, counts as a suffix of its own.
 */
enum Breadth {
  /** Names of any owner below a public suffix. */
  PUBLIC_SUFFIX,
  /** Everything below a top-level domain that is not on the list: names of some private net. */
  PRIVATE_SUFFIX,
  /** A registrable domain whole; with a bare star also its look-alikes. */
  REGISTRABLE,
  /** Part of what belongs to one owner. */
  WITHIN;

  /** Of any pattern, by the labels that all its names end in. */
  static Breadth of(Pattern pattern) {
    if (pattern.kind() == Pattern.Kind.EXACT) {
      return WITHIN;
    }
    return pattern.kind() == Pattern.Kind.BARE_SUFFIX
        ? ofBareStar(pattern.literal())
        : below(pattern.anchor());
  }

  /** Of all names below a suffix in normal form; empty for all names. */
  static Breadth below(String suffix) {
    if (suffix.isEmpty() || isRegistrySuffix(suffix)) {
      return PUBLIC_SUFFIX;
    }
    int dot = suffix.indexOf('.');
    if (dot < 0) {
      return PRIVATE_SUFFIX;
    }
    Breadth parent = below(suffix.substring(dot + 1));
    return parent == PUBLIC_SUFFIX || parent == PRIVATE_SUFFIX ? REGISTRABLE : WITHIN;
  }

  /**
   * Of all names that end in a text, whatever stands before it. The first label of the text bounds
   * nothing, since a stranger's label can end like it.
   */
  private static Breadth ofBareStar(String literal) {
    int dot = literal.indexOf('.');
    if (dot < 0 || isRegistrySuffix(literal)) {
      return PUBLIC_SUFFIX;
    }
    Breadth parent = below(literal.substring(dot + 1));
    return parent == PUBLIC_SUFFIX || parent == PRIVATE_SUFFIX ? REGISTRABLE : WITHIN;
  }

  /** Whether a name is a public suffix that no registry, but a company answers for. */
  static boolean isPrivatelyPublic(String name) {
    if (!InternetDomainName.isValid(name)) {
      return false;
    }
    InternetDomainName domain = InternetDomainName.from(name);
    return domain.isPublicSuffix() && !domain.isRegistrySuffix();
  }

  private static boolean isRegistrySuffix(String name) {
    return InternetDomainName.isValid(name) && InternetDomainName.from(name).isRegistrySuffix();
  }
}
