package io.egresslens.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds that the written documentation is what the options say. To write it anew: {@code mvn -pl
 * jobs -am test -Dtest=OptionDocsTest -Dsurefire.failIfNoSpecifiedTests=false -DwriteDocs}.
 */
class OptionDocsTest {
  private static final Path README = Path.of("README.md");
  private static final Path REFERENCE = Path.of("../deploy/local/run.yaml");
  private static final String BEGIN = "<!-- options: begin -->\n";
  private static final String END = "<!-- options: end -->";
  private static final String HEADER =
      "# Every key of `egresslens run --config FILE`, with its default. Made from the options in the"
          + " code.\n\n";

  private static void assertOrWrite(Path file, String expected) throws IOException {
    if (System.getProperty("writeDocs") != null) {
      Files.writeString(file, expected);
    }
    assertThat(file).hasContent(expected);
  }

  @Test
  void theReadmeHoldsTheTableOfOptions() throws IOException {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    String expected =
        readme.substring(0, begin)
            + OptionDocs.markdownTable(Options.ALL)
            + readme.substring(readme.indexOf(END));
    assertOrWrite(README, expected);
  }

  @Test
  void theReferenceFileNamesEveryOptionAndLoads() throws IOException {
    assertOrWrite(REFERENCE, HEADER + OptionDocs.referenceFile(Options.ALL));
    assertThat(RunConfig.load(REFERENCE.toString()).kafka().topics())
        .containsExactly("firewall-logs");
  }

  @Test
  void theReferenceFileStillLoadsWithEveryCommentedKeySwitchedOn() throws IOException {
    String switchedOn =
        OptionDocs.referenceFile(Options.ALL).replaceAll("(?m)^( *)# ([a-zA-Z]+: [^ ]+)$", "$1$2");
    Path file = Files.createTempFile("run", ".yaml");
    try {
      Files.writeString(file, switchedOn);
      RunConfig config = RunConfig.load(file.toString());
      assertThat(config.clusters()).endsWith("clusters.yaml");
      assertThat(config.checkpoint().directory()).endsWith("checkpoints");
      assertThat(config.output().bootstrapServers()).isEqualTo("127.0.0.1:9092");
    } finally {
      Files.delete(file);
    }
  }

  static java.util.List<Option<?>> options() {
    return Options.ALL;
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyOptionIsDescribedInASentenceAndItsFallbackCanBeRead(Option<?> option) {
    assertThat(option.description()).endsWith(".").doesNotContain("|");
    assertThat(option.fallbackValue() == null).isEqualTo(option.fallback() == null);
  }
}
