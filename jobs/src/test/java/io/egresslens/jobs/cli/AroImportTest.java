package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @BeforeEach
  void write() throws IOException {
    cluster = file("aro.json", CLUSTER);
    subnets = file("subnets.json", SUBNETS);
  }

  @Test
  void theInventoryGoesToStandardOutputAndWhatIsMissingToStandardError() {
    Answer answer = run("--aro", cluster, "--subnets", subnets);
    assertThat(answer.status()).isEqualTo(2);
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
    String text = Files.readString(Path.of(older));
    Answer dry = run("--aro", cluster, "--subnets", subnets, "--into", older, "--dry-run");
    assertThat(dry.status()).isEqualTo(2);
    assertThat(Files.readString(Path.of(older))).isEqualTo(text);
    Answer answer = run("--aro", cluster, "--subnets", subnets, "--into", older);
    assertThat(answer.out())
        .isEqualTo(dry.out())
        .isEqualTo("~ aro-prod: region westus -> eastus" + System.lineSeparator());
    assertThat(Files.readString(Path.of(older))).isEqualTo(text.replace("westus", "eastus"));
    Answer again = run("--aro", cluster, "--subnets", subnets, "--into", older);
    assertThat(again.out()).isEqualTo("= aro-prod: unchanged" + System.lineSeparator());
  }

  @Test
  void aNewFileIsWrittenOnlyWhereNoneIs() throws IOException {
    Path output = folder.resolve("new.yaml");
    String[] arguments = {"--aro", cluster, "--subnets", subnets, "-o", output.toString()};
    assertThat(run(arguments).out()).isEmpty();
    assertThat(Files.readString(output)).contains("name: aro-prod");
    assertThat(run(arguments).status()).isEqualTo(1);
  }

  @Test
  void whatIsNoJsonAndWhatIsNotThereIsOneClearError() throws IOException {
    assertThat(run("--aro", file("broken.json", "[{")).err())
        .contains("broken.json:1: is not JSON");
    assertThat(run("--aro", folder.resolve("none").toString()).status()).isEqualTo(1);
    assertThat(run("--aro", subnets).err()).contains("no ARO cluster");
    assertThat(run("--subnets", subnets).err()).contains("--aro");
    Path bytes = folder.resolve("bytes");
    Files.write(bytes, new byte[] {'[', (byte) 0xff, ']'});
    assertThat(run("--aro", bytes.toString()).err()).contains("not UTF-8");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Answer run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("catalog", "import"));
    line.addAll(List.of(arguments));
    return Answer.of(line.toArray(String[]::new));
  }
}
