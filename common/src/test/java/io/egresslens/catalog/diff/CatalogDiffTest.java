package io.egresslens.catalog.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.AddressSet;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Period;
import io.egresslens.catalog.SourceRef;
import io.egresslens.catalog.diff.ItemChange.Kind;
import io.egresslens.flow.AddressPrefix;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogDiffTest {
  private static final CatalogEntry A = Entries.entry("a", Level.OPTIONAL, "a.example.com");
  private static final CatalogEntry B = Entries.entry("b", Level.OPTIONAL, "b.example.com");

  @Test
  void aCatalogDoesNotDifferFromItself() {
    Catalog catalog = Entries.catalog(A, B);
    assertThat(CatalogDiff.of(catalog, catalog).isEmpty()).isTrue();
    assertThat(CatalogDiff.of(catalog, Entries.catalog(B, A)).isEmpty()).isTrue();
  }

  @Test
  void entriesComeAndGo() {
    assertThat(CatalogDiff.of(Entries.catalog(A), Entries.catalog(B)).entries())
        .containsExactly(
            new ItemChange("a", "a.example.com", Kind.GONE, List.of()),
            new ItemChange("b", "b.example.com", Kind.ADDED, List.of()));
  }

  @Test
  void aChangedEntryNamesEachFieldThatChanged() {
    CatalogEntry now =
        Entries.between(
            "2026-01-01T00:00:00Z",
            null,
            Entries.in(
                Cloud.PUBLIC,
                Entries.entry("a", "h", Level.REQUIRED, "*.example.com", "https:443", "http:80")));
    assertThat(CatalogDiff.of(Entries.catalog(A), Entries.catalog(now)).entries())
        .containsExactly(
            new ItemChange(
                "a",
                "*.example.com",
                Kind.CHANGED,
                List.of(
                    new FieldChange("group", "g", "h"),
                    new FieldChange("level", "optional", "required"),
                    new FieldChange("match", "a.example.com", "*.example.com"),
                    new FieldChange("ports", "https:443", "http:80 https:443"),
                    new FieldChange("clouds", null, "public"),
                    new FieldChange("validFrom", null, "2026-01-01"))));
  }

  @Test
  void theOrderOfPortsIsNoDifference() {
    CatalogEntry one = Entries.entry("a", Level.OPTIONAL, "a.b", "https:443", "http:80");
    CatalogEntry two = Entries.entry("a", Level.OPTIONAL, "a.b", "http:80", "https:443");
    assertThat(CatalogDiff.of(Entries.catalog(one), Entries.catalog(two)).isEmpty()).isTrue();
  }

  @Test
  void versionsOfAnEntryAreComparedWithThoseThatBeginAlike() {
    CatalogEntry first = Entries.between(null, "2026-01-01T00:00:00Z", A);
    CatalogEntry second = Entries.between("2026-01-01T00:00:00Z", null, A);
    CatalogEntry required = Entries.entry("a", Level.REQUIRED, "a.example.com");
    CatalogEntry secondNow = Entries.between("2026-01-01T00:00:00Z", null, required);
    assertThat(
            CatalogDiff.of(Entries.catalog(first, second), Entries.catalog(first, secondNow))
                .entries())
        .containsExactly(
            new ItemChange(
                "a",
                "a.example.com",
                Kind.CHANGED,
                List.of(new FieldChange("level", "optional", "required"))));
    assertThat(CatalogDiff.of(Entries.catalog(A), Entries.catalog(first, second)).entries())
        .extracting(ItemChange::kind)
        .containsExactly(Kind.CHANGED, Kind.ADDED);
  }

  @Test
  void sharedSuffixesAreCompared() {
    Catalog before = Catalog.of(List.of(), List.of(Entries.suffix("x.example.com")));
    Catalog after = Catalog.of(List.of(), List.of(Entries.suffix("y.example.com")));
    assertThat(CatalogDiff.of(before, after).suffixes())
        .extracting(ItemChange::id, ItemChange::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("x.example.com", Kind.GONE),
            org.assertj.core.groups.Tuple.tuple("y.example.com", Kind.ADDED));
  }

  @Test
  void addressSetsAreComparedPrefixByPrefix() {
    Catalog old = sets(set("Storage", "192.0.2.0/24"), set("Sql", "198.51.100.0/24"));
    Catalog now = sets(set("Storage", "203.0.113.0/24"), set("Backup", "198.51.100.0/24"));
    assertThat(CatalogDiff.of(old, old).isEmpty()).isTrue();
    assertThat(CatalogDiff.of(old, now).addressSets())
        .containsExactly(
            new ItemChange("backup", "Backup", Kind.ADDED, List.of()),
            new ItemChange("sql", "Sql", Kind.GONE, List.of()),
            new ItemChange(
                "storage",
                "Storage",
                Kind.CHANGED,
                List.of(new FieldChange("prefixes", "1 prefix", "1 prefix"))));
  }

  private static Catalog sets(AddressSet... sets) {
    return Catalog.of(List.of(), List.of(), List.of(sets));
  }

  private static AddressSet set(String name, String prefix) {
    return new AddressSet(
        name,
        List.of(AddressPrefix.parse(prefix)),
        Period.ALWAYS,
        new SourceRef("tags.json", null, null),
        new Location("tags.yaml", 1));
  }
}
