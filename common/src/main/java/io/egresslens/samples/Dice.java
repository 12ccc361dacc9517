package io.egresslens.samples;

import java.util.List;

/**
 * A seeded source of numbers (the SplitMix64 sequence) that gives the same ones on every Java
 * release, which the library's generators do not promise for their derived methods. Not
 * thread-safe.
 */
final class Dice {
  private long state;

  Dice(long seed) {
    state = seed;
  }

  /** A generator of its own for one named part, so that changing a part leaves the others alone. */
  Dice named(String part) {
    return new Dice(state ^ (part.hashCode() * 0x9e3779b97f4a7c15L));
  }

  long next() {
    state += 0x9e3779b97f4a7c15L;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** A number from 0 to {@code bound - 1}; the bias of the multiplication does not matter here. */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  int between(int from, int to) {
    return from + below(to - from + 1);
  }

  boolean chance(int percent) {
    return below(100) < percent;
  }

  <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }

  /** A lower-case name of letters and digits. */
  String word(int length) {
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      word.append("abcdefghijklmnopqrstuvwxyz234567".charAt(below(32)));
    }
    return word.toString();
  }
}
