package io.egresslens.window;

import com.google.common.net.InternetDomainName;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.RentedSuffixes;
import java.util.Set;

/**
 * The domain that a destination is rolled up under. Made so that names chosen by strangers cannot
 * multiply it: a cloud's rented names share the cloud's suffix, everything else its registrable
 * domain.
 *
 * <p>The public suffix list alone does not do: with its private part every storage account is a
 * domain of its own, without it everything of Azure is {@code windows.net}. So a fixed table comes
 * first, and of the list (Guava's copy) only the part that registries answer for.
 */
public final class DomainRollup {
  /** No public suffix has more labels than this less one, so more to the left tells nothing. */
  private static final int LABELS_THAT_TELL = 6;

  private DomainRollup() {}

  /** The table: domains of clouds below which their customers have names. */
  public static Set<String> cloudSuffixes() {
    return RentedSuffixes.ALL;
  }

  /**
   * The own domain of the cluster, else a suffix of the table, else the registrable domain, else
   * the last two labels.
   *
   * @param destination normal name or canonical address, null when there is none
   * @param clusterDomain in normal form; null when it is not known
   * @return null for an address and for no destination; never throws
   */
  public static String domainOf(String destination, String clusterDomain) {
    if (destination == null || IpAddress.parse(destination) != null) {
      return null;
    }
    if (clusterDomain != null && isAtOrBelow(destination, clusterDomain)) {
      return clusterDomain;
    }
    for (int from = 0; from >= 0 && from < destination.length(); from = next(destination, from)) {
      String suffix = destination.substring(from);
      if (RentedSuffixes.ALL.contains(suffix)) {
        return suffix;
      }
    }
    return registrable(destination);
  }

  private static String registrable(String name) {
    // Guava refuses labels that start or end in a hyphen or underscore: try without them.
    String rest = lastLabels(name, LABELS_THAT_TELL);
    for (int from = 0; from >= 0; from = next(rest, from)) {
      String candidate = rest.substring(from);
      if (InternetDomainName.isValid(candidate)) {
        InternetDomainName domain = InternetDomainName.from(candidate);
        return domain.isUnderRegistrySuffix()
            ? domain.topDomainUnderRegistrySuffix().toString()
            : lastLabels(name, 2);
      }
    }
    return lastLabels(name, 2);
  }

  private static boolean isAtOrBelow(String name, String domain) {
    int dot = name.length() - domain.length() - 1;
    return name.endsWith(domain) && (dot < 0 || name.charAt(dot) == '.');
  }

  /** Where the next label starts; -1 behind the last one. */
  private static int next(String name, int from) {
    int dot = name.indexOf('.', from);
    return dot < 0 ? -1 : dot + 1;
  }

  private static String lastLabels(String name, int count) {
    int from = name.length();
    for (int i = 0; i < count && from >= 0; i++) {
      from = name.lastIndexOf('.', from - 1);
    }
    return name.substring(from + 1);
  }
}
