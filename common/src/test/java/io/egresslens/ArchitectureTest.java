package io.egresslens;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.egresslens.samples.RecordGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the package-info files and the README promise of the packages. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  static final String ROOT = "io.egresslens";

  /**
   * Each package with the packages of ours that it imports. A package inside another one has a row
   * where it imports more than the outer one, and is no part of that then.
   */
  private static final Map<String, List<String>> IMPORTS =
      Map.ofEntries(
          Map.entry("flow", List.of()),
          Map.entry("ingest", List.of("flow")),
          Map.entry("parse", List.of("flow", "ingest")),
          Map.entry("catalog", List.of("flow")),
          Map.entry("catalog.lint", List.of("flow", "catalog", "match", "classify", "window")),
          Map.entry("catalog.diff", List.of("flow", "catalog", "classify", "window")),
          Map.entry("match", List.of("flow", "catalog")),
          Map.entry("classify", List.of("flow", "catalog", "match")),
          Map.entry("window", List.of("flow", "ingest", "classify")),
          Map.entry("alert", List.of("flow", "catalog", "match", "classify", "window")),
          Map.entry("alert.format", List.of("flow", "alert")),
          Map.entry("names", List.of("flow")),
          Map.entry("samples", List.of("flow")),
          Map.entry(
              "bench",
              List.of(
                  "flow", "ingest", "parse", "catalog", "match", "classify", "window", "samples")));

  @ArchTest
  static final ArchRule NO_ENGINE_NO_BROKER_NO_AVRO =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.apache.avro..");

  /** Databind is there for the yardsticks only, and only where somebody else brings it along. */
  @ArchTest
  static final ArchRule NO_TREES_BUT_AS_YARDSTICKS =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".bench")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml.jackson.databind..");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().assignedFrom(new BySlice()).should().beFreeOfCycles();

  /** Puts every class into the slice of its row. */
  private static final class BySlice implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      String row = row(javaClass);
      return row == null ? SliceIdentifier.ignore() : SliceIdentifier.of(row);
    }

    @Override
    public String getDescription() {
      return "packages with a row";
    }
  }

  /** The innermost package with a row that a class is in; null for a class of nobody's. */
  private static String row(JavaClass javaClass) {
    String name = javaClass.getPackageName();
    while (name.startsWith(ROOT + ".")) {
      String row = name.substring(ROOT.length() + 1);
      if (IMPORTS.containsKey(row)) {
        return row;
      }
      name = name.substring(0, name.lastIndexOf('.'));
    }
    return null;
  }

  private static DescribedPredicate<JavaClass> inRowOf(List<String> rows) {
    return DescribedPredicate.describe(
        "in " + rows, javaClass -> row(javaClass) != null && rows.contains(row(javaClass)));
  }

  @ArchTest static final ArchRule NO_JAVA_UTIL_LOGGING = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule NOTHING_IS_PRINTED =
      noClasses()
          .that()
          // A program of its own: its main says what it wrote.
          .doNotBelongToAnyOf(RecordGenerator.class)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static void everyPackageImportsOnlyWhatItsRowNames(JavaClasses classes) {
    IMPORTS.forEach(
        (name, imports) -> {
          List<String> others = new ArrayList<>(IMPORTS.keySet());
          others.remove(name);
          others.removeAll(imports);
          noClasses()
              .that(inRowOf(List.of(name)))
              .should()
              .dependOnClassesThat(inRowOf(others))
              .check(classes);
        });
  }

  @ArchTest
  static void everyClassIsInAPackageWithARow(JavaClasses classes) {
    classes()
        .should()
        .resideInAnyPackage(
            IMPORTS.keySet().stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new))
        .check(classes);
    assertThat(classes.getPackage(ROOT).getSubpackages())
        .extracting(JavaPackage::getRelativeName)
        .containsExactlyInAnyOrderElementsOf(
            IMPORTS.keySet().stream().filter(row -> !row.contains(".")).toList());
  }
}
