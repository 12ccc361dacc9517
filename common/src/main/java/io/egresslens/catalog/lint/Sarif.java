package io.egresslens.catalog.lint;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.flow.FieldTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A report in the form that code reviews read: SARIF 2.1.0. The same report gives the same bytes:
 * no time, no machine, paths relative to where the files were named from. What was passed over is
 * there as suppressed.
 */
public final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /** Base of the files inside the program. */
  private static final String SHIPPED = "SHIPPED";

  private record Text(String text) {}

  private record Result(Finding finding, String uri, boolean shipped) {}

  private static final FieldTable<Text> TEXT = FieldTable.<Text>none().with("text", Text::text);

  private static final FieldTable<LintRule> LEVEL =
      FieldTable.<LintRule>none().with("level", rule -> rule.severity().label());

  private static final FieldTable<LintRule> RULE =
      FieldTable.<LintRule>none()
          .with("id", LintRule::id)
          .with("shortDescription", rule -> new Text(rule.what()), TEXT)
          .with("help", rule -> new Text(sentence(rule.mend())), TEXT)
          .with("defaultConfiguration", rule -> rule, LEVEL);

  private static final FieldTable<Result> ARTIFACT =
      FieldTable.<Result>none()
          .with("uri", Result::uri)
          .with("uriBaseId", result -> result.shipped() ? SHIPPED : null);

  private static final FieldTable<Finding> REGION =
      FieldTable.<Finding>none().with("startLine", finding -> finding.location().line());

  private static final FieldTable<Result> PHYSICAL =
      FieldTable.<Result>none()
          .with("artifactLocation", result -> result, ARTIFACT)
          .with(
              "region",
              result -> result.finding().location().line() == 0 ? null : result.finding(),
              REGION);

  private static final FieldTable<Result> LOCATION =
      FieldTable.<Result>none().with("physicalLocation", result -> result, PHYSICAL);

  private static final FieldTable<Result> FINGERPRINTS =
      FieldTable.<Result>none().with("ruleFileAndText/v1", Sarif::fingerprint);

  private static final FieldTable<Finding> SUPPRESSION =
      FieldTable.<Finding>none()
          .with("kind", finding -> "inSource")
          .with("justification", Finding::waivedFor);

  private static final FieldTable<Result> RESULT =
      FieldTable.<Result>none()
          .with("ruleId", result -> result.finding().rule().id())
          .with("ruleIndex", result -> LintRules.ALL.indexOf(result.finding().rule()))
          .with("level", result -> result.finding().rule().severity().label())
          .with("message", result -> new Text(message(result.finding())), TEXT)
          .with("locations", result -> List.of(LOCATION.row(result)))
          .with("partialFingerprints", result -> result, FINGERPRINTS)
          .with("suppressions", result -> suppressions(result.finding()));

  private static final FieldTable<LintReport> DRIVER =
      FieldTable.<LintReport>none()
          .with("name", report -> "EgressLens catalog lint")
          .with("rules", report -> LintRules.ALL.stream().map(RULE::row).toList());

  private static final FieldTable<LintReport> TOOL =
      FieldTable.<LintReport>none().with("driver", report -> report, DRIVER);

  private static final FieldTable<Text> BASE =
      FieldTable.<Text>none().with("description", text -> text, TEXT);

  private static final FieldTable<Text> BASES =
      FieldTable.<Text>none().with(SHIPPED, text -> text, BASE);

  private final FieldTable<LintReport> run;
  private final FieldTable<LintReport> log;
  private final List<String> named;
  private final Path folder;

  /**
   * @param named the files that the user named: a path of theirs is never a shipped file's
   * @param folder what the paths are relative to
   */
  public Sarif(List<String> named, Path folder) {
    this.named = List.copyOf(named);
    this.folder = folder.toAbsolutePath().normalize();
    this.run =
        FieldTable.<LintReport>none()
            .with("tool", report -> report, TOOL)
            .with(
                "originalUriBaseIds",
                report -> new Text("The catalogs that the program brings along."),
                BASES)
            .with("columnKind", report -> "unicodeCodePoints")
            .with("results", this::results);
    this.log =
        FieldTable.<LintReport>none()
            .with("$schema", report -> SCHEMA)
            .with("version", report -> "2.1.0")
            .with("runs", report -> List.of(run.row(report)));
  }

  /** The report as one JSON object. */
  public String of(LintReport report) {
    return log.toLine(report);
  }

  private List<?> results(LintReport report) {
    return Stream.concat(report.findings().stream(), report.waived().stream())
        .sorted()
        .map(this::result)
        .map(RESULT::row)
        .toList();
  }

  private Result result(Finding finding) {
    String file = finding.location().file();
    boolean shipped =
        !named.contains(file)
            && Stream.of(CatalogLoader.DEFAULT_SET, CatalogLoader.BY_NAME)
                .flatMap(List::stream)
                .anyMatch(name -> file.equals(name + ".yaml"));
    return new Result(finding, shipped ? file : uri(file), shipped);
  }

  /** A relative reference; a path on another root stays what it is. */
  private String uri(String file) {
    String path = file;
    try {
      path = folder.relativize(folder.resolve(file).normalize()).toString();
    } catch (IllegalArgumentException e) {
      // No path of this system, so it was never read: its text is all there is.
    }
    StringBuilder uri = new StringBuilder();
    for (byte b : path.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
      uri.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return uri.toString();
  }

  private static List<?> suppressions(Finding finding) {
    return finding.waivedFor() == null ? null : List.of(SUPPRESSION.row(finding));
  }

  private static String message(Finding finding) {
    return finding.why() + ". " + sentence(finding.rule().mend());
  }

  private static String sentence(String phrase) {
    return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1) + ".";
  }

  /** The same while the entry moves about in its file. */
  private static String fingerprint(Result result) {
    String text =
        String.join(
            "\n",
            result.finding().rule().id(),
            result.uri(),
            result.finding().why().replaceAll("\\.ya?ml:[0-9]+", ""));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
