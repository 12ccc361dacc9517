package io.egresslens.match;

import com.google.common.net.InternetDomainName;
import java.util.Set;

/**
 * The part of a name that says who owns it: the registrable domain, or the account below a suffix
 * that names are rented from. All names at or below one home have one owner.
 *
 * @param name the home itself, {@code microsoftonline.com}
 * @param brand its first label, {@code microsoftonline}
 * @param suffix the rest, {@code com}
 * @param rented whether anybody can rent a name below the suffix from its owner
 */
record Home(String name, String brand, String suffix, boolean rented) {
  /**
   * The home of a name in normal form. Some microseconds.
   *
   * @param rentedSuffixes see {@link io.egresslens.flow.RentedSuffixes}
   * @return null for a single label
   */
  static Home of(String name, Set<String> rentedSuffixes) {
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (rentedSuffixes.contains(name.substring(dot + 1))) {
        return at(name, dot, true);
      }
      InternetDomainName domain = domain(name.substring(dot + 1));
      if (domain != null && domain.isPublicSuffix()) {
        return at(name, dot, !domain.isRegistrySuffix());
      }
    }
    // No suffix that is known: the last two labels.
    int last = name.lastIndexOf('.');
    return last < 0 ? null : at(name, last, false);
  }

  private static Home at(String name, int dot, boolean rented) {
    int start = name.lastIndexOf('.', dot - 1) + 1;
    return new Home(
        name.substring(start), name.substring(start, dot), name.substring(dot + 1), rented);
  }

  /** Whether a name is the home or below it. */
  boolean holds(String host) {
    int dot = host.length() - name.length() - 1;
    return host.endsWith(name) && (dot < 0 || host.charAt(dot) == '.');
  }

  private static InternetDomainName domain(String text) {
    return InternetDomainName.isValid(text) ? InternetDomainName.from(text) : null;
  }
}
