package io.egresslens;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may import what; the package-info files say it in words. */
class ArchitectureTest {
  private static final String ROOT = "io.egresslens.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.egresslens");

  /** Packages of ours that a package may import. */
  private static final Map<String, Set<String>> OURS =
      Map.of(
          "flow", Set.of(),
          "ingest", Set.of("flow"),
          "parse", Set.of("flow", "ingest"),
          "catalog", Set.of("flow"),
          "match", Set.of("flow", "catalog"),
          "classify", Set.of("flow", "catalog", "match"),
          "window", Set.of("flow", "ingest", "classify"));

  /** Libraries, and the only packages that may import them. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "com.fasterxml.jackson..", Set.of("flow", "parse", "window"),
          "org.yaml.snakeyaml..", Set.of("catalog"),
          "com.google.re2j..", Set.of("match"),
          "com.google.common.net..", Set.of("window"),
          "com.dynatrace.hash4j..", Set.of("window"));

  static Stream<String> packages() {
    return CLASSES.getPackage("io.egresslens").getSubpackages().stream()
        .map(JavaPackage::getRelativeName);
  }

  @Test
  void everyPackageHasItsRow() {
    assertThat(packages()).containsExactlyInAnyOrderElementsOf(OURS.keySet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageImportsWhatItsRowAllows(String name) {
    List<String> allowed =
        new ArrayList<>(List.of("java..", "com.google.common.collect..", ROOT + name));
    OURS.get(name).forEach(other -> allowed.add(ROOT + other));
    LIBRARIES.forEach(
        (library, users) -> {
          if (users.contains(name)) {
            allowed.add(library);
          }
        });
    classes()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(new String[0])))
        .check(CLASSES);
  }

  @Test
  void thereIsNoEngineNoBrokerAndNoAvro() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.apache.avro..")
        .check(CLASSES);
  }

  /** What writes belongs to whoever calls; a file is read where a configuration is named. */
  @Test
  void nothingPrintsOrEndsTheProcess() {
    noClasses().should().accessField(System.class, "out").check(CLASSES);
    noClasses().should().accessField(System.class, "err").check(CLASSES);
    noClasses().should().callMethod(System.class, "exit", int.class).check(CLASSES);
  }
}
