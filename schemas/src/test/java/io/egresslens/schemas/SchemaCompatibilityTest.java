package io.egresslens.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what the README promises: see there how a contract may change. */
class SchemaCompatibilityTest {
  private static final Path CURRENT = Path.of("src/main/avro");
  private static final Path RELEASED = Path.of("src/test/resources/released");

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
    }
  }

  static List<Path> releasedFiles() throws IOException {
    return filesBelow(RELEASED);
  }

  static List<Path> currentFiles() throws IOException {
    return filesBelow(CURRENT);
  }

  private static Schema parse(Path file) throws IOException {
    return new SchemaParser().parse(file.toFile()).mainSchema();
  }

  private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
  }

  @ParameterizedTest
  @MethodSource("releasedFiles")
  void theCurrentSchemaReadsWhatAReleaseWroteAndAReleaseReadsWhatWeWrite(Path file)
      throws IOException {
    Schema released = parse(file);
    Schema current = parse(CURRENT.resolve(file.getFileName()));
    assertThat(compatibility(current, released))
        .as("new reader, rows of %s", file)
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    assertThat(compatibility(released, current))
        .as("old reader of %s, new rows", file)
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @Test
  void everySchemaWasReleasedOnce() throws IOException {
    assertThat(releasedFiles().stream().map(Path::getFileName).distinct())
        .containsExactlyInAnyOrderElementsOf(
            currentFiles().stream().map(Path::getFileName).toList());
  }

  @Test
  void aRenamedFieldWouldBeNoticed() throws IOException {
    String text = Files.readString(CURRENT.resolve("accounting.avsc"));
    Schema renamed = new SchemaParser().parse(text.replace("\"records\"", "\"read\"")).mainSchema();
    assertThat(compatibility(parse(CURRENT.resolve("accounting.avsc")), renamed))
        .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
  }

  @ParameterizedTest
  @MethodSource("currentFiles")
  void everyTypeAndEveryFieldIsDocumented(Path file) throws IOException {
    assertDocumented(parse(file));
  }

  private static void assertDocumented(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
        for (Schema.Field field : schema.getFields()) {
          String name = schema.getName() + "." + field.name();
          assertThat(field.doc()).as(name).isNotBlank().endsWith(".");
          if (field.schema().getLogicalType() != null) {
            assertThat(field.doc()).as(name).contains("nanoseconds since the epoch, UTC");
          }
          if (field.schema().isUnion()) {
            assertThat(field.schema().getTypes().get(0).getType())
                .as(name)
                .isEqualTo(Schema.Type.NULL);
            assertThat(field.hasDefaultValue()).as("%s has a default", name).isTrue();
            assertThat(field.doc()).as(name).contains("null");
          }
          assertDocumented(field.schema());
        }
      }
      case ARRAY -> assertDocumented(schema.getElementType());
      case MAP -> assertDocumented(schema.getValueType());
      case UNION -> schema.getTypes().forEach(SchemaCompatibilityTest::assertDocumented);
      default -> {}
    }
  }
}
