package io.egresslens.catalog.diff;

import io.egresslens.catalog.AddressSet;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.catalog.diff.ItemChange.Kind;
import io.egresslens.flow.AddressPrefix;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs between two catalogs, by id. Files, lines and the order of entries make no
 * difference. Where an id stands for several versions of an entry, versions that begin alike are
 * compared, then the others in the order of time.
 *
 * @param entries by id
 * @param suffixes by suffix
 * @param addressSets by name; what is in a set is compared prefix by prefix and told as a number
 */
public record CatalogDiff(
    List<ItemChange> entries, List<ItemChange> suffixes, List<ItemChange> addressSets) {
  /** Compared whole, told short: a set may have thousands. */
  private record Prefixes(Set<AddressPrefix> all) {
    @Override
    public String toString() {
      return all.size() + (all.size() == 1 ? " prefix" : " prefixes");
    }
  }

  /** The fields of an entry, in the order of a file. */
  private static final Map<String, Function<CatalogEntry, Object>> ENTRY_FIELDS = entryFields();

  private static final Map<String, Function<SharedSuffix, Object>> SUFFIX_FIELDS =
      Map.of("clouds", suffix -> clouds(suffix.clouds()));

  private static final Map<String, Function<AddressSet, Object>> SET_FIELDS =
      new TreeMap<>(
          Map.of(
              "period", set -> set.period().toString(),
              "prefixes", set -> new Prefixes(Set.copyOf(set.prefixes()))));

  private static final Comparator<AddressSet> SETS_BY_TIME =
      Comparator.comparing(
          set -> set.period().from(), Comparator.nullsFirst(Comparator.naturalOrder()));

  private static final Comparator<CatalogEntry> BY_TIME =
      Comparator.comparing(
          CatalogEntry::validFrom, Comparator.nullsFirst(Comparator.naturalOrder()));

  public CatalogDiff {
    entries = List.copyOf(entries);
    suffixes = List.copyOf(suffixes);
    addressSets = List.copyOf(addressSets);
  }

  /** Compares two catalogs; time grows with their size. */
  public static CatalogDiff of(Catalog before, Catalog after) {
    return new CatalogDiff(
        changes(
            before.entries(),
            after.entries(),
            CatalogEntry::id,
            CatalogEntry::match,
            BY_TIME,
            ENTRY_FIELDS),
        changes(
            before.sharedSuffixes(),
            after.sharedSuffixes(),
            SharedSuffix::suffix,
            SharedSuffix::suffix,
            Comparator.comparing(SharedSuffix::suffix),
            SUFFIX_FIELDS),
        changes(
            before.addressSets(),
            after.addressSets(),
            AddressSet::key,
            AddressSet::name,
            SETS_BY_TIME,
            SET_FIELDS));
  }

  public boolean isEmpty() {
    return entries.isEmpty() && suffixes.isEmpty() && addressSets.isEmpty();
  }

  private static <T> List<ItemChange> changes(
      List<T> before,
      List<T> after,
      Function<T, String> id,
      Function<T, String> what,
      Comparator<T> order,
      Map<String, Function<T, Object>> fields) {
    Map<String, List<List<T>>> sides = new TreeMap<>();
    before.forEach(item -> sides(sides, id.apply(item)).get(0).add(item));
    after.forEach(item -> sides(sides, id.apply(item)).get(1).add(item));
    List<ItemChange> changes = new ArrayList<>();
    sides.forEach(
        (name, both) -> {
          List<T> old = new ArrayList<>(both.get(0));
          List<T> now = new ArrayList<>(both.get(1));
          old.sort(order);
          now.sort(order);
          List<T> oldUnpaired = new ArrayList<>();
          for (T item : old) {
            int twin = indexOfAlike(now, item, order);
            if (twin < 0) {
              oldUnpaired.add(item);
            } else {
              addIfChanged(changes, name, what, item, now.remove(twin), fields);
            }
          }
          int pairs = Math.min(oldUnpaired.size(), now.size());
          for (int i = 0; i < pairs; i++) {
            addIfChanged(changes, name, what, oldUnpaired.get(i), now.get(i), fields);
          }
          oldUnpaired
              .subList(pairs, oldUnpaired.size())
              .forEach(
                  item ->
                      changes.add(new ItemChange(name, what.apply(item), Kind.GONE, List.of())));
          now.subList(pairs, now.size())
              .forEach(
                  item ->
                      changes.add(new ItemChange(name, what.apply(item), Kind.ADDED, List.of())));
        });
    return changes;
  }

  private static <T> List<List<T>> sides(Map<String, List<List<T>>> sides, String id) {
    return sides.computeIfAbsent(id, any -> List.of(new ArrayList<>(), new ArrayList<>()));
  }

  private static <T> int indexOfAlike(List<T> items, T item, Comparator<T> order) {
    for (int i = 0; i < items.size(); i++) {
      if (order.compare(items.get(i), item) == 0) {
        return i;
      }
    }
    return -1;
  }

  private static <T> void addIfChanged(
      List<ItemChange> changes,
      String id,
      Function<T, String> what,
      T old,
      T now,
      Map<String, Function<T, Object>> fields) {
    List<FieldChange> changed = new ArrayList<>();
    fields.forEach(
        (field, value) -> {
          Object before = value.apply(old);
          Object after = value.apply(now);
          if (!Objects.equals(before, after)) {
            changed.add(new FieldChange(field, text(before), text(after)));
          }
        });
    if (!changed.isEmpty()) {
      changes.add(new ItemChange(id, what.apply(now), Kind.CHANGED, changed));
    }
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static Map<String, Function<CatalogEntry, Object>> entryFields() {
    Map<String, Function<CatalogEntry, Object>> fields = new LinkedHashMap<>();
    fields.put("group", CatalogEntry::group);
    fields.put("level", entry -> entry.level().label());
    fields.put("match", CatalogEntry::match);
    fields.put("ports", entry -> ports(entry.ports()));
    fields.put("clouds", entry -> clouds(entry.clouds()));
    fields.put("validFrom", entry -> day(entry.validFrom()));
    fields.put("validTo", entry -> day(entry.validTo()));
    fields.put("replacedBy", CatalogEntry::replacedBy);
    fields.put("purpose", CatalogEntry::purpose);
    fields.put("source", entry -> entry.source().toString());
    return fields;
  }

  private static String ports(List<PortSpec> ports) {
    return ports.stream().map(PortSpec::toString).sorted().collect(Collectors.joining(" "));
  }

  private static String clouds(Collection<Cloud> clouds) {
    return clouds.isEmpty()
        ? null
        : clouds.stream().sorted().map(Cloud::label).collect(Collectors.joining(" "));
  }

  private static String day(Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
