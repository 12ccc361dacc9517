package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of entries without variables, paths and inner stars, by their place in the catalog:
 * columns in the place of objects, because there may be millions. Immutable and thread-safe.
 */
final class PlainRules {
  private static final int BYTES = 1 << Byte.SIZE;

  /** No list: asked of one, a question about a million entries took a third longer. */
  private final CatalogEntry[] entries;

  /** Which of the terms an entry has; null when a byte cannot say it. */
  private final byte[] termsOf;

  /** The same; null when a byte can. */
  private final int[] manyTermsOf;

  private final Terms[] terms;

  private PlainRules(List<CatalogEntry> entries, int[] termsOf, Terms[] terms) {
    this.entries = entries.toArray(CatalogEntry[]::new);
    this.terms = terms;
    boolean many = terms.length > BYTES;
    this.manyTermsOf = many ? termsOf : null;
    this.termsOf = many ? null : new byte[termsOf.length];
    for (int i = 0; !many && i < termsOf.length; i++) {
      this.termsOf[i] = (byte) termsOf[i];
    }
  }

  int size() {
    return entries.length;
  }

  CatalogEntry entry(int number) {
    return entries[number];
  }

  /** Which of the {@link #terms} an entry has. */
  int termsNumber(int number) {
    return termsOf == null ? manyTermsOf[number] : termsOf[number] & (BYTES - 1);
  }

  /** Terms by their number. */
  Terms terms(int termsNumber) {
    return terms[termsNumber];
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
