package io.egresslens.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Small numbers for texts that come again and again: firewalls, protocols, rules. A text that is
 * the same instance as last time costs a look into one slot, others a look into a map (which stays
 * fast when hashes collide, since strings have an order). Not thread-safe.
 */
final class NameIds {
  /** The number of no text. */
  static final int NONE = 0;

  private static final int RECENT = 64;

  private final String[] recent = new String[RECENT];
  private final int[] recentIds = new int[RECENT];
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  NameIds() {
    names.add(null);
  }

  /** Forgets every text. */
  void clear() {
    Arrays.fill(recent, null);
    ids.clear();
    names.subList(1, names.size()).clear();
  }

  /** The number of a text, new for one not seen before; {@link #NONE} for null. */
  @SuppressWarnings("ReferenceEquality") // the shortcut; lookUp compares the texts
  int of(String name) {
    if (name == null) {
      return NONE;
    }
    // The hash is kept in the string, so this reads no text.
    int slot = name.hashCode() & RECENT - 1;
    return recent[slot] == name ? recentIds[slot] : lookUp(name, slot);
  }

  String name(int id) {
    return names.get(id);
  }

  /** How many texts are known. */
  int size() {
    return names.size() - 1;
  }

  private int lookUp(String name, int slot) {
    Integer known = ids.get(name);
    if (known == null) {
      known = names.size();
      ids.put(name, known);
      names.add(name);
    }
    recent[slot] = name;
    recentIds[slot] = known;
    return known;
  }
}
