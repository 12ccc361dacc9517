package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.InvalidConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An inventory from files, on its own and over an older one. */
class AroImportTest {
  private static final String CLUSTER =
      """
      [{"id": "/x/aro-prod", "name": "aro-prod", "location": "eastus",
        "clusterProfile": {"domain": "d5xm5iut"},
        "masterProfile": {"subnetId": "/x/subnets/master"},
        "workerProfiles": [{"subnetId": "/x/subnets/worker"}]}]
      """;
  private static final String SUBNETS =
      """
      [{"id": "/x/subnets/master", "addressPrefix": "10.10.1.0/24", "routeTable": {}}]
      """;

  @TempDir private Path folder;
  private String cluster;
  private String subnets;

  /** The part alone, as a command. */
  @Command
  private static final class Import implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
    @Mixin private AroImport aro;

    @Option(names = "--into")
    private String into;

    @Override
    public Integer call() throws IOException {
      return aro.run(spec, into, CatalogLoader.load(List.of()));
    }
  }

  @BeforeEach
  void write() throws IOException {
    cluster = file("aro.json", CLUSTER);
    subnets = file("subnets.json", SUBNETS);
  }

  @Test
  void theInventoryGoesToStandardOutputAndWhatIsMissingToStandardError() {
    Answer answer = run("--aro", cluster, "--subnets", subnets);
    assertThat(answer.status()).isZero();
    assertThat(answer.out())
        .isEqualTo(
            """
            clusters:
              - name: aro-prod
                cloud: public
                region: eastus
                domain: d5xm5iut.eastus.aroapp.io
                egressLockdown: unknown
                gatewayDomains: []
                sources: [10.10.1.0/24]
            """);
    assertThat(answer.err()).contains("/x/subnets/worker is not at hand").contains("1 clusters");
  }

  @Test
  void anOlderInventoryIsReadAndTheDifferenceShown() throws IOException {
    String older =
        file(
            "clusters.yaml",
            """
            clusters:
              - name: aro-prod   # ours
                cloud: public
                region: westus
                domain: d5xm5iut.eastus.aroapp.io
                sources: [10.10.1.0/24]
                features: {red-hat-telemetry: optional}
            """);
    Answer answer = run("--aro", cluster, "--subnets", subnets, "--into", older);
    assertThat(answer.status()).isZero();
    assertThat(answer.out()).contains("# ours").contains("red-hat-telemetry: optional");
    assertThat(answer.err()).contains("~ aro-prod: region westus -> eastus");
    assertThat(Files.readString(Path.of(older))).contains("westus");
  }

  @Test
  void whatIsNoJsonAndWhatIsNotThereIsOneClearError() throws IOException {
    assertThat(run("--aro", file("broken.json", "[{")).err()).contains("broken.json:1: is not JSON");
    assertThat(run("--aro", folder.resolve("none").toString()).status()).isEqualTo(1);
    assertThat(run("--subnets", subnets).err()).contains("--aro");
    Path bytes = folder.resolve("bytes");
    Files.write(bytes, new byte[] {'[', (byte) 0xff, ']'});
    assertThat(run("--aro", bytes.toString()).err()).contains("not UTF-8");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Answer run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        new CommandLine(new Import())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  line.getErr()
                      .println(
                          e instanceof InvalidConfigException invalid
                              ? invalid.problems()
                              : e.getMessage());
                  return 1;
                })
            .execute(arguments);
    return new Answer(status, out.toString(), err.toString());
  }
}
