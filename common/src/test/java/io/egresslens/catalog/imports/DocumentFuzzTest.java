package io.egresslens.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents as nobody would write them. */
class DocumentFuzzTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 400);

  private static final List<String> SPICE =
      List.of(
          "|",
          "`",
          "**",
          "<!--",
          "-->",
          "```",
          "|===",
          "----",
          "////",
          "\\",
          "\"",
          "'",
          "\n",
          "\r",
          "$REGION",
          "<br/>",
          "<",
          "{",
          "}",
          "[1-9999]",
          "[0-3]",
          "*",
          "://",
          ":99999",
          ": ",
          " #",
          "\n  - id: x",
          "&lt;",
          "ifdef::a[]",
          "endif::[]",
          ".9+",
          "99*",
          "\u2028",
          "\u0000",
          "\ud83d",
          "\ud83d\ude00",
          "\ue000",
          "\ufeff",
          "Specific subdomains of ",
          "xn--",
          "ß.de",
          "10.0.0.0/99",
          "::1",
          "=",
          "# ",
          "= ",
          "[cols=\"0*,\"]",
          "az network firewall ");

  /** A cell that is a host name and nothing else. */
  private static final Pattern CELL =
      Pattern.compile(
          "(?m)\\|\\s*[`*]*([a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.[a-z]{2,10})[`*]*\\s*(?=\\||$)");

  @ParameterizedTest
  @ValueSource(strings = {"article.md", "firewall.adoc"})
  void noMutationThrowsAndWhatIsWrittenLoads(String document) {
    String text = Documents.text(document);
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      String mutated = mutated(text, random);
      DocumentFormat format = DocumentFormats.ALL.get(random.nextInt(2));
      Imported imported =
          format.reader().read(mutated, new ImportOptions(random.nextBoolean(), List.of()));
      SectionMeanings all = new SectionMeanings(Map.of(), Map.of(), null, Level.OPTIONAL, Set.of());
      ImportPlan plan = ImportPlan.of(imported, mutated.substring(0, 40), all, List.of(), null);
      String yaml =
          CatalogYaml.file(
              mutated.substring(0, 40),
              plan,
              CatalogMerge.ids(plan.entries(), "s.", Set.of()),
              List.of("aro", "aro-additions", "azure-monitor", "platform"));
      Problems problems = new Problems();
      var read =
          CatalogLoader.parse("seed " + seed, yaml.getBytes(StandardCharsets.UTF_8), problems);
      assertThat(problems.list()).as("seed %d of %s%n%s", seed, document, yaml).isEmpty();
      assertThat(read.entries()).as("seed %d of %s", seed, document).hasSize(plan.entries().size());
    }
  }

  /** Rows may be cut, doubled, moved and spoilt: a host that stands in a cell is told of. */
  @ParameterizedTest
  @ValueSource(strings = {"article.md", "firewall.adoc"})
  void everyHostInACellIsAnEntryOrTold(String document) {
    String text = Documents.text(document).replaceAll("(?s)<!--.*?-->", "");
    List<String> lines = text.lines().toList();
    int found = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      StringBuilder shuffled = new StringBuilder();
      for (String line : lines) {
        int dice = random.nextInt(20);
        boolean structure =
            line.contains("::") || line.startsWith("//") || line.matches("(```|---).*");
        String other = lines.get(random.nextInt(lines.size()));
        boolean row = other.startsWith("|") && !other.startsWith("|===");
        shuffled.append(dice == 0 && !structure ? "" : line + "\n");
        shuffled.append(dice == 1 && row ? other + "\n" : "");
        shuffled.append(dice == 2 && !structure ? line + "\n" : "");
      }
      String mutated = shuffled.toString();
      Imported imported =
          DocumentFormats.detect(document, "")
              .reader()
              .read(mutated, new ImportOptions(true, List.of(), Map.of("sample-managed", "")));
      String told = told(imported);
      Set<String> hosts = new TreeSet<>();
      CELL.matcher(rowsOf(mutated)).results().forEach(m -> hosts.add(m.group(1)));
      found += hosts.size();
      assertThat(hosts.stream().filter(host -> !told.contains(host)))
          .as("seed %d of %s: %s", seed, document, mutated)
          .isEmpty();
    }
    assertThat(found).isGreaterThan(ROUNDS * 3);
  }

  /** Without what the attribute that is set hides, and without code: its bars are in no row. */
  private static String rowsOf(String text) {
    return text.replaceAll("(?s)ifndef::.*?endif::", "")
        .replaceAll("(?s)```.*?```", "")
        .replaceAll("(?s)----\n.*?----\n", "");
  }

  private static String told(Imported imported) {
    return Stream.of(
            imported.entries().stream().map(ImportedEntry::match),
            imported.sharedSuffixes().stream().map(ImportedSuffix::suffix),
            imported.notes().stream().map(Remark::text),
            imported.unread().stream().map(Remark::text))
        .flatMap(each -> each)
        .collect(Collectors.joining("\n"));
  }

  private static String mutated(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int i = random.nextInt(12); i >= 0; i--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(4)) {
        case 0 -> out.insert(at, SPICE.get(random.nextInt(SPICE.size())));
        case 1 -> out.delete(at, Math.min(out.length(), at + random.nextInt(30)));
        case 2 -> out.setCharAt(at, (char) random.nextInt(0x300));
        default -> {
          int from = random.nextInt(out.length());
          out.insert(at, out.substring(from, Math.min(out.length(), from + random.nextInt(200))));
        }
      }
    }
    return out.length() < 40 ? text : out.toString();
  }
}
