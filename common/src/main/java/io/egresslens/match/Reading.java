package io.egresslens.match;

import io.egresslens.catalog.Pattern;
import java.util.List;
import java.util.Objects;

/**
 * What a product makes of a pattern's text.
 *
 * @param names a host is covered when one of them takes it
 * @param meaning the same in words
 */
record Reading(List<Pattern> names, String meaning) {
  Reading {
    names = List.copyOf(names);
    Objects.requireNonNull(meaning, "meaning");
  }

  /**
   * Whether a name is covered.
   *
   * @param host in normal form
   */
  boolean covers(String host) {
    for (Pattern name : names) {
      if (name.matchesHost(host)) {
        return true;
      }
    }
    return false;
  }
}
