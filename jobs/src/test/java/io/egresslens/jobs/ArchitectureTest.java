package io.egresslens.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.egresslens.jobs.flow.CatalogChange;
import io.egresslens.jobs.flow.FlowJob;
import io.egresslens.jobs.flow.FlowOperatorId;
import io.egresslens.jobs.flow.FlowOutlets;
import io.egresslens.jobs.flow.Outlet;
import io.egresslens.jobs.flow.wire.EditionPart;
import java.util.Arrays;

/** Who may see whom; the package-info files say it in words. */
@AnalyzeClasses(
    packages = "io.egresslens.jobs",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String GRAPH = "io.egresslens.jobs.flow";
  private static final String OPERATORS = "io.egresslens.jobs.flow.operator";
  private static final String EDGES = "io.egresslens.jobs.io";
  private static final String CONFIG = "io.egresslens.jobs.config";
  private static final String COMMANDS = "io.egresslens.jobs.cli";

  /** What reads and writes outside the job. */
  private static final String[] WORLD = {
    EDGES,
    "java.nio.file..",
    "kafka..",
    "org.apache.avro..",
    "org.apache.flink.connector..",
    "org.apache.kafka..",
  };

  @ArchTest
  static final ArchRule operatorsKnowNeitherEdgesNorConfiguration =
      noClasses()
          .that()
          .resideInAPackage(OPERATORS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(with(WORLD, CONFIG, COMMANDS));

  @ArchTest
  static final ArchRule theGraphKnowsNoEdges =
      noClasses()
          .that()
          .resideInAPackage(GRAPH)
          .and()
          .doNotBelongToAnyOf(FlowJob.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(with(WORLD, CONFIG, COMMANDS));

  @ArchTest
  static final ArchRule edgesKnowOfTheGraphOnlyTheOutletsTheyFillAndTheChangesTheyBring =
      noClasses()
          .that()
          .resideInAPackage(EDGES)
          .should()
          .dependOnClassesThat(
              resideInAPackage(GRAPH + "..")
                  .and(
                      DescribedPredicate.not(
                          JavaClass.Predicates.belongToAnyOf(
                              FlowOutlets.class,
                              Outlet.class,
                              FlowOperatorId.class,
                              CatalogChange.class,
                              EditionPart.class))));

  @ArchTest
  static final ArchRule configurationKnowsNeitherEngineNorJob =
      noClasses()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GRAPH + "..", EDGES, COMMANDS, "org.apache..", "kafka..");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommands =
      noClasses()
          .that()
          .resideOutsideOfPackage(COMMANDS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMMANDS, "picocli..");

  @ArchTest
  static final ArchRule onlyEdgesNameKafkaAndAvro =
      classes()
          .that()
          .resideOutsideOfPackage(EDGES)
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "kafka..",
              "org.apache.kafka..",
              "org.apache.flink.connector.kafka..",
              "org.apache.avro..");

  @ArchTest
  static final ArchRule onlyTheLauncherEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(COMMANDS + ".Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule dataGoesToTheStreamsThatTheCommandWasGiven =
      noClasses().that().resideOutsideOfPackage(COMMANDS).should().accessField(System.class, "out");

  private static String[] with(String[] packages, String... more) {
    String[] all = Arrays.copyOf(packages, packages.length + more.length);
    System.arraycopy(more, 0, all, packages.length, more.length);
    return all;
  }
}
