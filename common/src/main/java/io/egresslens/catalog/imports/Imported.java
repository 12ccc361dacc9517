package io.egresslens.catalog.imports;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reader made of a document. Every line that looks like a destination is in one of the
 * lists.
 *
 * @param entries in the order of the document; one match may stand more than once
 * @param sharedSuffixes in the order of the document
 * @param addressSets in the order of the document
 * @param unread lines that became nothing, with the reason, by line
 * @param notes lines that became something else than they literally say, by line
 */
public record Imported(
    List<ImportedEntry> entries,
    List<ImportedSuffix> sharedSuffixes,
    List<ImportedAddressSet> addressSets,
    List<Remark> unread,
    List<Remark> notes) {

  public Imported {
    entries = List.copyOf(entries);
    sharedSuffixes = List.copyOf(sharedSuffixes);
    addressSets = List.copyOf(addressSets);
    unread = unread.stream().sorted().distinct().toList();
    notes = notes.stream().sorted().distinct().toList();
  }

  /** Collects while a reader goes through a document. Not thread-safe. */
  public static final class Draft {
    private final List<ImportedEntry> entries = new ArrayList<>();
    private final List<ImportedSuffix> sharedSuffixes = new ArrayList<>();
    private final List<ImportedAddressSet> addressSets = new ArrayList<>();
    private final List<Remark> unread = new ArrayList<>();
    private final List<Remark> notes = new ArrayList<>();

    /**
     * Takes in an entry; when a catalog file cannot hold its match, it becomes an unread line with
     * the reason.
     */
    public void add(ImportedEntry entry) {
      String refusal = MatchText.refusal(entry.match(), entry.dialect());
      if (refusal == null) {
        entries.add(entry);
      } else {
        unread(entry.place().line(), entry.place().raw(), refusal);
      }
    }

    public void add(ImportedSuffix suffix) {
      sharedSuffixes.add(suffix);
    }

    public void add(ImportedAddressSet set) {
      addressSets.add(set);
    }

    public void unread(int line, String text, String reason) {
      unread.add(new Remark(line, text, reason));
    }

    public void note(int line, String text, String reason) {
      notes.add(new Remark(line, text, reason));
    }

    /** What was collected so far. */
    public Imported finish() {
      return new Imported(entries, sharedSuffixes, addressSets, unread, notes);
    }
  }
}
