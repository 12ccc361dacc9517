package io.egresslens.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Documents of our own with the shapes of the published ones, and what they are to become. Where a
 * golden file is to change, {@code -Dgolden.write=FOLDER} writes the new ones.
 */
class DocumentGoldenTest {
  @ParameterizedTest
  @CsvSource({
    "article.md, false, article.yaml",
    "article.md, true, article-comments.yaml",
    "firewall.adoc, false, firewall.yaml",
    "firewall.adoc, true, firewall-managed.yaml"
  })
  void aDocumentBecomesItsGoldenFile(String document, boolean more, String golden)
      throws IOException {
    Imported imported =
        Documents.imported(document, more, more ? Map.of("sample-managed", "") : Map.of());
    ImportPlan plan = Documents.plan(imported, document, null);
    String yaml = Documents.yaml(document, plan);
    String remarks = Documents.remarks(plan).replaceAll("(?m)^", "# ").replaceAll("# $", "");
    String whole = yaml + "\n" + remarks;
    String folder = System.getProperty("golden.write");
    if (folder != null) {
      Files.writeString(Path.of(folder, golden), whole);
    }
    assertThat(whole).isEqualTo(Documents.text(golden));
    Problems problems = new Problems();
    CatalogLoader.parse(golden, yaml.getBytes(StandardCharsets.UTF_8), problems);
    assertThat(problems.list()).isEmpty();
  }
}
