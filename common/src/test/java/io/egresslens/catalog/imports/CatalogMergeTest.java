package io.egresslens.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.catalog.Level;
import io.egresslens.catalog.imports.CatalogMerge.Gone;
import io.egresslens.catalog.imports.CatalogMerge.Gone.Fate;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogMergeTest {
  private static final String OLDER =
      """
      # Ours, with care \ud83d\ude80.
      sharedSuffixes:
      - suffix: blobs.example.net   # nobody says which
        source: {document: article.md, section: Names}

      entries:

        # The heart of it
        - id: mine.heart
          group: heart
          level: required
          match: "Images.example.com"  # as the page has it
          ports:
          - https:443
          purpose: "without it nothing starts"
          validFrom: 2026-01-01
          source:
            document: article.md
            section: Names

        - {id: mine.flow, group: flow, level: optional, match: flow.example.com, ports: [https:443], source: {document: article.md, section: Names, line: 3}}

        - id: mine.gone
          group: heart
          level: optional
          match: "gone.example.com"
          ports: [https:443]
          replacedBy: mine.heart
          source: {document: article.md, section: Names}

        - id: mine.other
          group: other
          level: optional
          match: "other.example.com"
          ports: [https:443]
          source: {document: another.md}
      """;

  private static final String ARTICLE =
      """
      # Names
      | FQDN | Port |
      |---|---|
      | images.example.com | https:443, http:80 |
      | new.example.com | https:443 |
      | other.example.com | https:443 |
      | Specific subdomains of blobs.example.net | https:443 |
      | Specific subdomains of tables.example.net | https:443 |
      ## Later
      | FQDN | Port |
      |---|---|
      | flow.example.com | https:443 |
      | later.example.com | https:443 |
      """;

  private static CatalogMerge merge(String older, String article, Gone gone) {
    OlderCatalog before = OlderCatalog.parse("mine.yaml", older.getBytes(StandardCharsets.UTF_8));
    SectionMeanings meanings =
        new SectionMeanings(Map.of(), Map.of("Later", Level.NOISE), null, Level.OPTIONAL, Set.of());
    Imported imported = MarkdownReader.read(article, ImportOptions.DEFAULT);
    ImportPlan plan = ImportPlan.of(imported, "article.md", meanings, List.of(), before);
    return CatalogMerge.of(before, plan, "article.md", "mine.", gone);
  }

  @Test
  void whatIsOursStaysAndWhatTheDocumentSaysIsTaken() {
    CatalogMerge merge = merge(OLDER, ARTICLE, new Gone(Fate.END, LocalDate.of(2026, 3, 1)));
    assertThat(merge.text())
        .isEqualTo(
            """
            # Ours, with care \ud83d\ude80.
            sharedSuffixes:
            - suffix: blobs.example.net   # nobody says which
              source: {document: article.md, section: Names, line: 7}
            - suffix: tables.example.net
              source: {document: article.md, section: Names, line: 8}

            entries:

              # The heart of it
              - id: mine.heart
                group: heart
                level: required
                match: "Images.example.com"  # as the page has it
                ports:
                  [https:443, http:80]
                purpose: "without it nothing starts"
                validFrom: 2026-01-01
                source:
                  document: article.md
                  section: Names
                  line: 4

              - {id: mine.flow, group: flow, level: optional, match: flow.example.com, ports: [https:443], source: {document: article.md, section: Later, line: 12}}

              - id: mine.gone
                group: heart
                level: optional
                match: "gone.example.com"
                ports: [https:443]
                replacedBy: mine.heart
                source: {document: article.md, section: Names}
                validTo: 2026-03-01

              - id: mine.names.new.example.com
                group: names
                level: optional
                match: "new.example.com"
                ports: [https:443]
                source: {document: article.md, section: Names, line: 5}

              - id: mine.other
                group: other
                level: optional
                match: "other.example.com"
                ports: [https:443]
                source: {document: another.md}

              - id: mine.later.later.example.com
                group: later
                level: noise
                match: "later.example.com"
                ports: [https:443]
                source: {document: article.md, section: Later, line: 13}
            """);
    assertThat(merge.changes())
        .extracting(change -> change.kind() + " " + change.id() + ": " + change.detail())
        .containsExactly(
            "added mine.names.new.example.com: names optional https:443",
            "added mine.later.later.example.com: later noise https:443",
            "added tables.example.net: shared suffix",
            "changed mine.heart: https:443 -> https:443 http:80",
            "changed mine.flow: section 'Names' -> 'Later'",
            "gone mine.gone: ends on 2026-03-01");
    assertThat(merge.notes()).singleElement().asString().contains("mine.other, from another.md");
  }

  @Test
  void theSecondTimeNothingDiffers() {
    for (Gone gone : List.of(Gone.KEEP, new Gone(Fate.DROP, null))) {
      String once = merge(OLDER, ARTICLE, gone).text();
      CatalogMerge again = merge(once, ARTICLE, gone);
      assertThat(again.text()).isEqualTo(once);
      assertThat(again.changes()).hasSize(gone.fate() == Fate.KEEP ? 1 : 0);
    }
  }

  @Test
  void whatIsGoneIsKeptOrDroppedAsAsked() {
    assertThat(merge(OLDER, ARTICLE, Gone.KEEP).text()).contains("gone.example.com");
    assertThat(merge(OLDER, ARTICLE, new Gone(Fate.DROP, null)).text())
        .doesNotContain("gone.example.com")
        .contains("other.example.com");
  }

  @Test
  void aFileWithoutEntriesGetsThem() {
    for (String older : List.of("entries: []\n", "replaces: [aro]")) {
      assertThat(merge(older, ARTICLE, Gone.KEEP).changes()).hasSize(7);
    }
  }

  @Test
  void aFileThatCannotBeEditedInPlaceIsRefused() {
    String anchored =
        """
        entries:
          - &one
            id: a.one
            group: g
            level: optional
            match: images.example.com
            ports: &ports [https:443]
            source: {document: article.md, section: Names}
          - id: a.two
            group: g
            level: optional
            match: two.example.com
            ports: *ports
            source: {document: other.md}
        """;
    assertThatThrownBy(() -> merge(anchored, ARTICLE, Gone.KEEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be edited in place");
  }
}
