package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code explain} and {@code pattern} print, word for word. The catalog's version is left out,
 * because it changes with the shipped catalogs. {@code -Degresslens.golden.write=true} writes the
 * files beside this test's resources instead of comparing.
 */
class ExplainGoldenTest {
  private static final boolean WRITE = Boolean.getBoolean("egresslens.golden.write");
  private static final String TIME = "2026-06-01T00:00:00Z";

  static Stream<Arguments> texts() {
    return Stream.of(
        explain("every-candidate", "https://dl.mirror.example/v1"),
        explain("other-port", "tcp://dl.mirror.example:22"),
        explain("accept-and-path", "https://dl.mirror.example/v2/x", "--dialects"),
        explain("other-region", "data.westus.regions.example"),
        explain("proxied", "management.azure.com", "--dialects"),
        explain("wrong-port", "http://management.azure.com"),
        explain("own-domain", "api.blue.eastus.aroapp.io:6443"),
        explain("shared-suffix", "mine.blob.core.windows.net"),
        explain("address", "tcp://10.9.9.9:22"),
        explain("address-sets", "tcp://198.51.100.9:443"),
        explain("near-number", "https://cdn07.quay.io"),
        explain("near-region", "arosvc.westeurope.data.azurecr.io"),
        explain("look-alike", "login.microsoftonline.com.evil.net"),
        explain("look-alike-json", "login.microsoft\u043enline.com", "--json"),
        explain("json", "https://dl.mirror.example/v1", "--json"),
        pattern("star-dot", "*.quay.io", "cdn06.quay.io"),
        pattern("star-glued", "*quay.io"),
        pattern("whole-name", "quay.io"),
        pattern("dot-in-front", "squid=>.quay.io", "quay.io"),
        pattern("bars", "adblock=>||quay.io^"),
        pattern("star-inside", "calico=>www.*.com", "www.a.b.com"),
        pattern("lone-star", "*"),
        pattern("refused", "www.quay.*", "www.quay.io"),
        pattern("ours-alone", "re=>quay[.]io", "quay.io"),
        pattern("pattern-json", "*.quay.io", "cdn06.quay.io", "--json"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void theTextIsAsExpected(String name, List<String> arguments) throws IOException {
    Answer answer = Answer.of(arguments.toArray(new String[0]));
    String text =
        answer
            .out()
            .replaceAll("(?m)^catalog        .*$", "catalog        VERSION")
            .replaceAll("\"catalogVersion\":\"[^\"]*\"", "\"catalogVersion\":\"VERSION\"");
    assertThat(answer).extracting(Answer::status, Answer::err).containsExactly(0, "");
    if (WRITE) {
      Files.writeString(
          Path.of("src/test/resources/io/egresslens/jobs/cli/explain", name + ".txt"), text);
      return;
    }
    assertThat(text).isEqualTo(Files.readString(resource(name + ".txt")));
  }

  private static Arguments explain(String name, String destination, String... more) {
    List<String> arguments =
        List.of(
            "explain",
            destination,
            "--at",
            TIME,
            "--cluster",
            "blue",
            "--clusters",
            resource("clusters.yaml").toString(),
            "--catalog",
            resource("catalog.yaml").toString());
    return Arguments.of(name, Stream.concat(arguments.stream(), Stream.of(more)).toList());
  }

  private static Arguments pattern(String name, String... arguments) {
    return Arguments.of(name, Stream.concat(Stream.of("pattern"), Stream.of(arguments)).toList());
  }

  private static Path resource(String name) {
    try {
      // The folder of the resources is a package of its own.
      Path folder = Path.of(ExplainGoldenTest.class.getResource("explain/catalog.yaml").toURI());
      return folder.resolveSibling(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
