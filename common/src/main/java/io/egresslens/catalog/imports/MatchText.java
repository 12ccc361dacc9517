package io.egresslens.catalog.imports;

import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Pattern;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.util.Set;

/** Whether a text can be the {@code match} of a catalog file. */
final class MatchText {
  /** Before the name of a service tag. */
  static final String TAG = "tag:";

  private static final Set<String> VARIABLES = Set.of(Pattern.REGION, Pattern.CLUSTER_DOMAIN);

  private MatchText() {}

  /** Why not, in one sentence; null when it can. */
  static String refusal(String match, Pattern.Dialect dialect) {
    try {
      if (match.startsWith(TAG)) {
        return match.substring(TAG.length()).matches("[A-Za-z0-9][A-Za-z0-9._-]*")
            ? null
            : "'" + match + "' names no service tag";
      }
      if (isAddress(match)) {
        AddressPrefix.parse(match);
        return null;
      }
      for (String variable : Pattern.parse(dialect, match).variables()) {
        if (!VARIABLES.contains(variable)) {
          return "unknown variable ${" + variable + "}";
        }
      }
      return null;
    } catch (InvalidPatternException | IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** One spelling for texts that match alike, to compare by. */
  static String normal(String match, Pattern.Dialect dialect) {
    try {
      if (match.startsWith(TAG)) {
        return match;
      }
      return isAddress(match)
          ? AddressPrefix.parse(match).toString()
          : Pattern.parse(dialect, match).text();
    } catch (InvalidPatternException | IllegalArgumentException e) {
      return match;
    }
  }

  static boolean isAddress(String match) {
    int slash = match.indexOf('/');
    return IpAddress.parse(slash < 0 ? match : match.substring(0, slash)) != null;
  }
}
