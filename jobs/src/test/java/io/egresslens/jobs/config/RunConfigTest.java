package io.egresslens.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.alert.format.AlertFormat;
import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.flow.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigTest {
  private static final String SMALLEST =
      """
      kafka:
        bootstrapServers: broker:9092
        topics: [logs]
      """;

  @TempDir Path folder;

  private Path write(String yaml) {
    try {
      return Files.writeString(folder.resolve("run.yaml"), yaml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private RunConfig load(String yaml) {
    return RunConfig.load(write(yaml).toString());
  }

  /** Topics that a job has nothing to say to need not be there. */
  @Test
  void aJobTakesUpCatalogsWhenThereIsWhereFromAndItHasNoEnd() {
    RunConfig smallest = load(SMALLEST);
    assertThat(smallest.takesUpCatalogs()).isFalse();
    assertThat(smallest.topicsWritten())
        .doesNotContain("egress.catalog-updates", "egress.shadow")
        .contains("egress.summaries");
    assertThat(load(SMALLEST + "catalog: [aks]\n").takesUpCatalogs()).isFalse();
    assertThat(load(SMALLEST + "catalog: [aks, mine.yaml]\n").takesUpCatalogs()).isTrue();
    RunConfig topic = load(SMALLEST + "catalogUpdates: {topic: catalogs}\n");
    assertThat(topic.takesUpCatalogs()).isTrue();
    assertThat(topic.topicsRead()).containsExactly("logs", "catalogs");
    assertThat(topic.topicsWritten()).contains("egress.catalog-updates");
    String clusters = SMALLEST + "clusters: c.yaml\n";
    assertThat(load(clusters).takesUpCatalogs()).isTrue();
    assertThat(load(clusters + "catalogUpdates: {interval: 0s}\n").takesUpCatalogs()).isFalse();
    String bounded = "  bounded: true\ncatalogUpdates: {topic: catalogs}\n";
    assertThat(load(SMALLEST + bounded).takesUpCatalogs()).isFalse();
    assertThat(load(SMALLEST + bounded).topicsRead()).containsExactly("logs");
  }

  @Test
  void aTopicOfCatalogsIsNoOtherTopic() {
    assertThatThrownBy(() -> load(SMALLEST + "catalogUpdates: {topic: logs}\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("which is also read as a topic of logs");
    assertThatThrownBy(() -> load(SMALLEST + "catalogUpdates: {topic: egress.signals}\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("output.topics.signals")
        .hasMessageContaining("which catalogs are read from");
  }

  @Test
  void alertsAreToldToWhomTheFileNames() {
    assertThat(load(SMALLEST).alertPosts()).isEqualTo(new RunConfig.AlertPosts(null, null, null));
    RunConfig.AlertPosts posts =
        load(SMALLEST
                + """
                    alerts:
                      runbooks: "https://runbooks.example/#"
                      alertmanager:
                        url: http://127.0.0.1:9093
                        resend: 30s
                        headers: {Authorization: 'Bearer ${env:TOKEN}'}
                      webhook: {url: 'https://hooks.example/${file:/run/hook:path}', format: ocsf}
                    """)
            .alertPosts();
    assertThat(posts.alertmanager().resend()).isEqualTo(Duration.ofSeconds(30));
    assertThat(posts.alertmanager().receiver().url()).isEqualTo("http://127.0.0.1:9093");
    assertThat(posts.webhook().format()).isEqualTo(AlertFormat.OCSF);
    assertThat(posts.webhook().receiver().url()).contains("${file:");
    assertThat(posts.runbooks()).isEqualTo("https://runbooks.example/#");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alertmanager: {url: 'ftp://h'}|is no http(s) URL",
        "alertmanager: {url: 'localhost:9093'}|is no http(s) URL",
        "webhook: {url: '/alerts'}|is no http(s) URL",
        "webhook: {url: 'http://a b'}|Illegal character",
        "webhook: {url: 'https://me:s3cret@h'}|holds a password",
        "webhook: {headers: {Authorization: s3cret}}|'Authorization' is no reference",
        "webhook: {format: xml}|unknown format 'xml'",
        "alertmanager: {resend: 0s}|must be longer than nothing",
      })
  void aReceiverOfAlertsThatCannotBeMeantIsRefused(String alerts, String problem) {
    assertThatThrownBy(() -> load(SMALLEST + "alerts:\n  " + alerts + "\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aShadowTakesOverWhatItDoesNotName() {
    assertThat(load(SMALLEST).shadow()).isNull();
    String both = SMALLEST + "catalog: [aks, mine.yaml]\nclusters: c.yaml\n";
    RunConfig.Shadow catalog = load(both + "shadow: {catalog: [next.yaml]}\n").shadow();
    assertThat(catalog.catalog()).containsExactly(folder.resolve("next.yaml").toString());
    assertThat(catalog.clusters()).isEqualTo(folder.resolve("c.yaml").toString());
    RunConfig.Shadow clusters = load(both + "shadow: {clusters: d.yaml}\n").shadow();
    assertThat(clusters.catalog()).containsExactly("aks", folder.resolve("mine.yaml").toString());
    assertThat(clusters.clusters()).isEqualTo(folder.resolve("d.yaml").toString());
    assertThat(load(both + "shadow: {clusters: d.yaml}\n").topicsWritten())
        .contains("egress.shadow");
  }

  @Test
  void theSmallestFileNamesBrokerAndTopicsAndHasDefaultsForTheRest() {
    RunConfig config = load(SMALLEST);
    assertThat(config.name()).isEqualTo("egresslens");
    assertThat(config.kafka().topics()).containsExactly("logs");
    assertThat(config.kafka().startFrom()).isEqualTo(new StartFrom(StartFrom.Kind.EARLIEST, null));
    assertThat(config.catalog()).isEmpty();
    assertThat(config.clusters()).isNull();
    assertThat(config.time().maxDisorder()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.time().bounds()).isEqualTo(io.egresslens.ingest.EventTimeBounds.DEFAULT);
    assertThat(config.window())
        .isEqualTo(
            new RunConfig.Windows(
                Duration.ofMinutes(5),
                List.of(Duration.ofHours(1), Duration.ofDays(1)),
                Duration.ofHours(1)));
    assertThat(config.output().format()).isEqualTo(OutputFormat.AVRO);
    assertThat(config.output().guarantee()).isEqualTo(Guarantee.EXACTLY_ONCE);
    assertThat(config.output().topics().all())
        .containsExactly(
            "egress.summaries",
            "egress.deadletter",
            "egress.late-flows",
            "egress.signals",
            "egress.accounting",
            "egress.catalog-updates",
            "egress.shadow",
            "egress.alerts");
    assertThat(config.alerts()).isEqualTo(new RunConfig.Alerts(null, Duration.ofSeconds(5)));
    assertThat(config.checkpoint().directory()).isNull();
  }

  @Test
  void pathsAreRelativeToTheFileAndShippedCatalogsAreNames() {
    RunConfig config =
        load(
            SMALLEST
                + """
                catalog: [openshift, ours.yaml]
                clusters: inventory/clusters.yaml
                checkpoint: {directory: state}
                """);
    assertThat(config.catalog()).containsExactly("openshift", folder + "/ours.yaml");
    assertThat(config.clusters()).isEqualTo(folder + "/inventory/clusters.yaml");
    assertThat(config.checkpoint().directory())
        .isEqualTo(folder.resolve("state").toUri().toString());
    assertThat(
            load(SMALLEST + "checkpoint: {directory: \"abfss://c@a/x\"}\n")
                .checkpoint()
                .directory())
        .isEqualTo("abfss://c@a/x");
  }

  @Test
  void withoutBrokerOfItsOwnTheOutputTakesThatOfTheInputWithItsSettings() {
    String properties = "  properties: {security.protocol: SASL_SSL, client.rack: a}\n";
    RunConfig same =
        load(SMALLEST + properties + "output: {kafka: {properties: {client.rack: b}}}\n");
    assertThat(same.output().bootstrapServers()).isEqualTo("broker:9092");
    assertThat(same.output().properties().values())
        .hasToString("{client.rack=b, security.protocol=SASL_SSL}");
    RunConfig other =
        load(SMALLEST + properties + "output: {kafka: {bootstrapServers: \"other:9093\"}}\n");
    assertThat(other.output().bootstrapServers()).isEqualTo("other:9093");
    assertThat(other.output().properties()).isEqualTo(ClientProperties.NONE);
  }

  @Test
  void everyProblemIsReportedAtOnceWithFileAndLine() {
    Path file =
        write(
            """
            nam: x
            kafka:
              topics: logs
              startFrom: yesterday
              bounded: yes
              properties: [a]
            time: {maxDisorder: 10}
            window:
              size: 0s
              rollups: [1h]
            output:
              format: xml
              topics: {summaries: ""}
            parallelism: 0
            web: 8081
            """);
    assertThatThrownBy(() -> RunConfig.load(file.toString()))
        .isInstanceOf(InvalidConfigException.class)
        .extracting(e -> e.getMessage().replace(file.toString(), "run.yaml"))
        .asString()
        .isEqualToNormalizingNewlines(
            """
            run.yaml: key 'kafka.bootstrapServers' is missing
            run.yaml:1: unknown key 'nam': known are alerts, catalog, catalogUpdates, checkpoint, clusters, ingest, kafka, name, output, parallelism, shadow, time, web, window
            run.yaml:3: must be a list
            run.yaml:4: 'yesterday' is no place to start from: one of earliest, latest, committed, or a time such as 2026-03-01T00:00:00Z
            run.yaml:5: unknown truth value 'yes': one of false, true
            run.yaml:6: must be a map of keys
            run.yaml:7: '10' is no length of time: write a number and ms, s, m, h or d, such as 5m
            run.yaml:9: must be longer than nothing
            run.yaml:10: unknown key 'rollups': known are lateness, rollUps, size
            run.yaml:12: unknown format 'xml': one of avro, json
            run.yaml:13: has no value
            run.yaml:14: '0' is not between 1 and 1024
            run.yaml:15: must be a map of keys""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          window: {rollUps: [7m]}                | window.rollUps holds 7m, which is no multiple of the window before it, 5m
          window: {rollUps: [1d, 1h]}            | window.rollUps holds 1h, which is no multiple of the window before it, 1d
          window: {rollUps: [5m]}                | window.rollUps holds 5m, which is no multiple of the window before it, 5m
          checkpoint: {interval: 10m}            | output.transactionTimeout is 15m, less than two times checkpoint.interval, 10m: the broker would drop rows before they are committed
          output: {topics: {signals: logs}}      | output.topics.signals is 'logs', which is also read: the job would feed itself
          output: {topics: {signals: egress.accounting}} | output.topics.accounting is 'egress.accounting', which another output has already
          """)
  void optionsThatDoNotGoTogetherAreRefused(String yaml, String problem) {
    assertThatThrownBy(() -> load(SMALLEST + yaml + "\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageEndingWith(": " + problem);
  }

  @Test
  void aFileThatIsNotThereIsOneProblem() {
    assertThatThrownBy(() -> RunConfig.load("no-such.yaml"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("no-such.yaml: no such file");
  }

  @Test
  void noSecretIsShown() {
    RunConfig config =
        load(
            SMALLEST
                + """
                  properties:
                    sasl.mechanism: PLAIN
                    sasl.jaas.config: user="u" password="CANARY";
                    ssl.keystore.password: CANARY
                    ssl.truststore.password: ${file:secrets.properties:trust}
                    ssl.keystore.key: CANARY
                output: {kafka: {bootstrapServers: "b:1", properties: {x.Client-Secret: CANARY}}}
                """);
    assertThat(config.kafka().properties().values()).containsValue("CANARY");
    assertThat(config.toString())
        .doesNotContain("CANARY")
        .contains("sasl.mechanism=PLAIN", "sasl.jaas.config=[hidden]")
        .contains("ssl.truststore.password=${file:secrets.properties:trust}");
  }

  @ParameterizedTest
  @CsvSource({
    "earliest,EARLIEST,",
    "committed,COMMITTED,",
    "2026-03-01T00:00:00Z,TIME,2026-03-01T00:00:00Z"
  })
  void placesToStartFrom(String text, StartFrom.Kind kind, Instant time) {
    assertThat(StartFrom.parse(text)).isEqualTo(new StartFrom(kind, time));
  }

  @ParameterizedTest
  @CsvSource({
    "250ms,PT0.25S,250ms",
    "60s,PT1M,1m",
    "90m,PT1H30M,90m",
    "24h,PT24H,1d",
    "0m,PT0S,0s"
  })
  void durationsAreReadAndWrittenInTheirShortestForm(String text, Duration value, String shortest) {
    assertThat(Durations.parse(text)).isEqualTo(value);
    assertThat(Durations.format(value)).isEqualTo(shortest);
  }

  @ParameterizedTest
  @CsvSource({"5", "m", "-5m", "5 m", "1.5h", "PT5M", "9999999999d", "5M"})
  void otherSpellingsOfDurationsAreRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
