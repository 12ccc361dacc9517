package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of entries without variables, paths and inner stars, by their place in the catalog:
 * columns in the place of objects, because there may be millions. Thread-safe; an answer is made
 * when an entry is hit for the first time, and kept.
 */
final class PlainRules {
  private final List<CatalogEntry> entries;

  /** Which of the terms an entry has. */
  private final int[] termsOf;

  private final Terms[] terms;

  /*
   * Filled without a lock: a match is immutable, so that two threads may make the same one twice, and
   * no thread sees half of one.
   */
  private final Match[] matches;
  private Match[] onOtherPort;

  private PlainRules(List<CatalogEntry> entries, int[] termsOf, Terms[] terms) {
    this.entries = entries;
    this.termsOf = termsOf;
    this.terms = terms;
    this.matches = new Match[entries.size()];
  }

  int size() {
    return entries.size();
  }

  CatalogEntry entry(int number) {
    return entries.get(number);
  }

  Terms terms(int number) {
    return terms[termsOf[number]];
  }

  Match match(int number) {
    Match match = matches[number];
    if (match == null) {
      match = new Match(entries.get(number), false, false);
      matches[number] = match;
    }
    return match;
  }

  Match onOtherPort(int number) {
    Match[] all = onOtherPort;
    if (all == null) {
      all = new Match[matches.length];
      onOtherPort = all;
    }
    Match match = all[number];
    if (match == null) {
      match = new Match(entries.get(number), true, false);
      all[number] = match;
    }
    return match;
  }

  /** Takes down the terms of the entries. Not thread-safe. */
  static final class Builder {
    private final List<CatalogEntry> entries;
    private final int[] termsOf;
    private final Map<Terms, Integer> numbers = new HashMap<>();
    private Terms[] terms = new Terms[16];
    private int last;

    Builder(List<CatalogEntry> entries) {
      this.entries = entries;
      this.termsOf = new int[entries.size()];
    }

    void add(int number, CatalogEntry entry) {
      if (terms[last] == null || !terms[last].areOf(entry)) {
        last = number(new Terms(entry));
      }
      termsOf[number] = last;
    }

    private int number(Terms of) {
      int number = numbers.size();
      Integer known = numbers.putIfAbsent(of, number);
      if (known != null) {
        return known;
      }
      if (number == terms.length) {
        terms = Arrays.copyOf(terms, 2 * number);
      }
      terms[number] = of;
      return number;
    }

    PlainRules build() {
      return new PlainRules(entries, termsOf, Arrays.copyOf(terms, numbers.size()));
    }
  }
}
