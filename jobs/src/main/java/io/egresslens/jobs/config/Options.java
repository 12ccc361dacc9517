package io.egresslens.jobs.config;

import static io.egresslens.jobs.config.Option.absentByDefault;
import static io.egresslens.jobs.config.Option.required;
import static io.egresslens.jobs.config.Option.withDefault;
import static io.egresslens.jobs.config.OptionType.DURATION;
import static io.egresslens.jobs.config.OptionType.DURATIONS;
import static io.egresslens.jobs.config.OptionType.HEADERS;
import static io.egresslens.jobs.config.OptionType.HTTP_URL;
import static io.egresslens.jobs.config.OptionType.POSITIVE_DURATION;
import static io.egresslens.jobs.config.OptionType.PROPERTIES;
import static io.egresslens.jobs.config.OptionType.START_FROM;
import static io.egresslens.jobs.config.OptionType.TEXT;
import static io.egresslens.jobs.config.OptionType.TEXTS;
import static io.egresslens.jobs.config.OptionType.TRUTH;

import io.egresslens.alert.format.AlertFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every setting of {@code run}, in the order of the reference file: the only list of them. */
final class Options {
  static final Option<String> NAME =
      withDefault(
          "name",
          TEXT,
          "egresslens",
          "Name of the job: in the web page and in the ids of its Kafka transactions, so two jobs"
              + " on one broker need two names.");

  static final Option<String> KAFKA_SERVERS =
      required(
          "kafka.bootstrapServers",
          TEXT,
          "127.0.0.1:9092",
          "Where to read: host:port, several with commas. Event Hubs:"
              + " NAMESPACE.servicebus.windows.net:9093.");
  static final Option<List<String>> KAFKA_TOPICS =
      required(
          "kafka.topics",
          TEXTS,
          "[firewall-logs]",
          "Topics, or event hubs, with the firewall's logs.");
  static final Option<String> KAFKA_GROUP =
      withDefault(
          "kafka.groupId",
          TEXT,
          "egresslens",
          "Consumer group, for monitoring the lag and for startFrom committed. A group that another"
              + " application of the same Event Hubs namespace uses makes both rebalance.");
  static final Option<StartFrom> KAFKA_START =
      withDefault(
          "kafka.startFrom",
          START_FROM,
          "earliest",
          "Where to start without a checkpoint: earliest, latest, committed (the group's offsets,"
              + " else earliest), or a broker time such as 2026-03-01T00:00:00Z.");
  static final Option<Boolean> KAFKA_BOUNDED =
      withDefault(
          "kafka.bounded",
          TRUTH,
          "false",
          "Whether to end, with every window closed, at the end offsets found at the start.");
  static final Option<ClientProperties> KAFKA_PROPERTIES =
      withDefault(
          "kafka.properties",
          PROPERTIES,
          "{}",
          "Settings for the Kafka client as they stand, such as security.protocol. Secrets do not"
              + " belong here: write ${env:NAME}, ${file:PATH:KEY} or ${dir:PATH:FILE}, which the"
              + " client itself resolves.");

  static final Option<List<String>> CATALOG =
      withDefault(
          "catalog",
          TEXTS,
          "[]",
          "Catalogs beside the default set: openshift, azure-arc, aks, or files (.yaml), relative"
              + " to this file.");
  static final Option<String> CLUSTERS =
      absentByDefault(
          "clusters",
          TEXT,
          "clusters.yaml",
          "Inventory of the clusters, relative to this file. Without it every flow is of the"
              + " cluster 'unassigned' and judged with every default.");

  static final Option<Duration> UPDATES_INTERVAL =
      withDefault(
          "catalogUpdates.interval",
          DURATION,
          "10s",
          "How often to look whether the files of catalog and clusters, or catalogUpdates.topic,"
              + " have changed. What has changed and then stood still from one look to the next is"
              + " loaded and checked, and judges from then on; what does not load is refused, and"
              + " told in output.topics.catalogUpdates. 0s: never look. A bounded job never does. The"
              + " files are read by the job manager.");
  static final Option<String> UPDATES_TOPIC =
      absentByDefault(
          "catalogUpdates.topic",
          TEXT,
          "egress.catalog",
          "Compacted topic of the broker of kafka.bootstrapServers with catalogs: the key is a file"
              + " name, the value its YAML. A text stands for the configured file of that name;"
              + " clusters.yaml is the inventory; any other is one more catalog.");
  static final Option<Integer> UPDATES_MAX_FILE =
      withDefault(
          "catalogUpdates.maxFileMegabytes",
          OptionType.whole(1, 1024),
          "256",
          "A changed file that is larger is refused. The job manager, which checks it, needs memory"
              + " for it and for the catalogs before and after.");

  static final Option<List<String>> SHADOW_CATALOG =
      absentByDefault(
          "shadow.catalog",
          TEXTS,
          "[next.yaml]",
          "Catalogs as in catalog, to judge beside it: only flows of which they say something else"
              + " are told, in output.topics.shadow. Read at the start and not watched. Without it,"
              + " and with shadow.clusters, those of catalog.");
  static final Option<String> SHADOW_CLUSTERS =
      absentByDefault(
          "shadow.clusters",
          TEXT,
          "next-clusters.yaml",
          "Inventory of the shadow, relative to this file. Without it, and with shadow.catalog, the"
              + " one of clusters.");

  static final Option<Duration> MAX_DISORDER =
      withDefault(
          "time.maxDisorder",
          DURATION,
          "10m",
          "How much later than its neighbours a record may come and still be in time. Azure Monitor"
              + " is usually 3 to 10 minutes behind. Longer: summaries come later; shorter: more"
              + " revisions.");
  static final Option<Duration> IDLENESS =
      withDefault(
          "time.idleness",
          POSITIVE_DURATION,
          "10m",
          "After this much silence a partition no longer holds the others back. Too short: a"
              + " throttled event hub looks idle, and its records come late.");
  static final Option<Duration> PLAUSIBLE_BEFORE =
      withDefault(
          "time.plausibleBefore",
          POSITIVE_DURATION,
          "7d",
          "How long before the broker's time an event may lie; older ones are dead letters"
              + " (bad-time).");
  static final Option<Duration> PLAUSIBLE_AFTER =
      withDefault(
          "time.plausibleAfter",
          DURATION,
          "5m",
          "How long after the broker's time an event may lie; younger ones are dead letters"
              + " (bad-time) and never close a window.");

  static final Option<Duration> WINDOW_SIZE =
      withDefault(
          "window.size",
          POSITIVE_DURATION,
          "5m",
          "Length of the shortest window; windows start at multiples of it since 1970 UTC.");
  static final Option<List<Duration>> ROLL_UPS =
      withDefault(
          "window.rollUps",
          DURATIONS,
          "[1h, 1d]",
          "Longer windows, each a multiple of the one before, added up from it; [] for none.");
  static final Option<Duration> LATENESS =
      withDefault(
          "window.lateness",
          DURATION,
          "1h",
          "How long after its end a window is still corrected. Longer: more state; after it, flows"
              + " go to the late flows.");
  static final Option<Integer> MAX_PARTIAL_SUMS =
      withDefault(
          "ingest.maxPartialSums",
          OptionType.whole(1, 10_000_000),
          "100000",
          "Rows that one ingest step adds up before it sends them on, at about 0.5 kB each. Fewer:"
              + " less memory, more work for the windows; the sums are the same.");

  static final Option<String> ALERT_SETTINGS =
      absentByDefault(
          "alerts.settings",
          TEXT,
          "alerts.yaml",
          "Which alerts there are and when, and who is not to be disturbed, relative to this file."
              + " Without it every rule has its default.");
  static final Option<Duration> ALERT_DELAY =
      withDefault(
          "alerts.delay",
          POSITIVE_DURATION,
          "5s",
          "How long a record may wait, once read, until the rules know of it. Shorter: alerts come"
              + " sooner, and the windows get more rows to add up; the sums are the same.");
  static final Option<String> ALERTMANAGER_URL =
      absentByDefault(
          "alerts.alertmanager.url",
          HTTP_URL,
          "http://127.0.0.1:9093",
          "Alertmanager to tell, by its address without /api/v2/alerts. Several of a cluster: the"
              + " job needs one of them, or what stands before them. ${env:NAME} and the like as in"
              + " kafka.properties.");
  static final Option<Duration> ALERTMANAGER_RESEND =
      withDefault(
          "alerts.alertmanager.resend",
          POSITIVE_DURATION,
          "1m",
          "How often what fires is sent again. Alertmanager takes an alert for resolved when it was"
              + " told nothing for three times as long: shorter, and a restart of the job looks like"
              + " the end of all alerts.");
  static final Option<ClientProperties> ALERTMANAGER_HEADERS =
      withDefault(
          "alerts.alertmanager.headers",
          HEADERS,
          "{}",
          "Headers of every request, such as Authorization. Each must be a reference, as in"
              + " kafka.properties, or hold one: Bearer ${env:NAME}. White space around what it"
              + " stands for is left out.");
  static final Option<String> WEBHOOK_URL =
      absentByDefault(
          "alerts.webhook.url",
          HTTP_URL,
          "http://127.0.0.1:8080/alerts",
          "Where to POST every step in the life of every alert, one to a request, in order. An"
              + " answer of 2xx means taken; 401, 403, 404, 408, 425, 429, 5xx and none at all,"
              + " that it is tried again, after 401, 403 and 404 with references read anew; any"
              + " other, that it is given up. References as above.");
  static final Option<AlertFormat> WEBHOOK_FORMAT =
      withDefault(
          "alerts.webhook.format",
          OptionType.choice(
              "format",
              Map.of(
                  "cloudevents", AlertFormat.CLOUD_EVENTS,
                  "ecs", AlertFormat.ECS,
                  "ocsf", AlertFormat.OCSF,
                  "asim", AlertFormat.ASIM,
                  "azure", AlertFormat.AZURE)),
          "cloudevents",
          "cloudevents: CloudEvents 1.0; ecs: Elastic Common Schema; ocsf: OCSF 1.6 Detection"
              + " Finding; asim: AlertEvent of Microsoft Sentinel; azure: common alert schema of"
              + " Azure Monitor.");
  static final Option<ClientProperties> WEBHOOK_HEADERS =
      withDefault(
          "alerts.webhook.headers",
          HEADERS,
          "{}",
          "As alerts.alertmanager.headers, for the webhook.");
  static final Option<String> RUNBOOKS =
      absentByDefault(
          "alerts.runbooks",
          TEXT,
          "https://runbooks.example/egress#",
          "What comes before a rule's name, such as EgressRequiredDenied, in the address of its"
              + " runbook. deploy/alertmanager/runbooks.md is one to publish. Without it alerts name"
              + " no runbook.");

  static final Option<String> OUTPUT_SERVERS =
      absentByDefault(
          "output.kafka.bootstrapServers",
          TEXT,
          "127.0.0.1:9092",
          "Where to write. Without it the broker of kafka.bootstrapServers, with the settings of"
              + " kafka.properties below those of output.kafka.properties.");
  static final Option<ClientProperties> OUTPUT_PROPERTIES =
      withDefault(
          "output.kafka.properties",
          PROPERTIES,
          "{}",
          "Settings for the Kafka producer as they stand; secrets as in kafka.properties. Event"
              + " Hubs knows no compression.type but gzip, in its higher tiers.");
  static final Option<OutputFormat> OUTPUT_FORMAT =
      withDefault(
          "output.format",
          OptionType.choice("format", Map.of("avro", OutputFormat.AVRO, "json", OutputFormat.JSON)),
          "avro",
          "avro: single-object encoding, schemas in the module schemas; json: one object a message."
              + " Both have the same fields.");
  static final Option<Guarantee> GUARANTEE =
      withDefault(
          "output.guarantee",
          OptionType.choice(
              "guarantee",
              Map.of(
                  "exactly-once", Guarantee.EXACTLY_ONCE,
                  "at-least-once", Guarantee.AT_LEAST_ONCE)),
          "exactly-once",
          "exactly-once: for read_committed readers, visible with each checkpoint; at-least-once:"
              + " for Event Hubs, where the last revision of an id is right.");
  static final Option<Duration> TRANSACTION_TIMEOUT =
      withDefault(
          "output.transactionTimeout",
          POSITIVE_DURATION,
          "15m",
          "After this long without a commit the broker drops a transaction's rows: it must outlast"
              + " checkpoint.interval and the longest outage. Brokers and Event Hubs refuse more"
              + " than their transaction.max.timeout.ms, 15m unless changed.");
  static final Option<String> SUMMARIES =
      topic("summaries", "egress.summaries", "Topic of the summaries, by id.");
  static final Option<String> DEAD_LETTERS =
      topic("deadLetters", "egress.deadletter", "Topic of records that were not understood.");
  static final Option<String> LATE_FLOWS =
      topic("lateFlows", "egress.late-flows", "Topic of flows whose window was closed, by id.");
  static final Option<String> SIGNALS =
      topic("signals", "egress.signals", "Topic of threat intelligence and IDPS in alert mode.");
  static final Option<String> ACCOUNTING =
      topic("accounting", "egress.accounting", "Topic of the books: where the records went.");
  static final Option<String> CATALOG_UPDATES =
      topic(
          "catalogUpdates",
          "egress.catalog-updates",
          "Topic of changes to the catalog: what was taken up, what was refused and why.");

  static final Option<String> SHADOW =
      topic(
          "shadow",
          "egress.shadow",
          "Topic of what the shadow says something else of, by id of the summary.");

  static final Option<String> ALERTS =
      topic("alerts", "egress.alerts", "Topic of alerts: each step in their lives, by alertId.");

  static final Option<Duration> CHECKPOINT_INTERVAL =
      withDefault(
          "checkpoint.interval",
          POSITIVE_DURATION,
          "30s",
          "How often state is saved and, with exactly-once, rows become visible.");
  static final Option<String> CHECKPOINT_DIRECTORY =
      absentByDefault(
          "checkpoint.directory",
          TEXT,
          "checkpoints",
          "Where state is saved: a folder, relative to this file, or a URI such as abfss://...."
              + " Without it state lies in a temporary folder while the job runs (on a cluster: where that"
              + " says), and a new start begins at kafka.startFrom.");
  static final Option<Integer> PARALLELISM =
      withDefault(
          "parallelism",
          OptionType.whole(1, 1024),
          "1",
          "Subtasks of every step; more than the topics have partitions gains nothing at the"
              + " source.");
  static final Option<Integer> WEB_PORT =
      withDefault(
          "web.port",
          OptionType.whole(0, 65_535),
          "0",
          "Port of the engine's web page, on the loopback interface only: it has no login. 0: no"
              + " web page.");

  static final List<Option<?>> ALL =
      List.of(
          NAME,
          KAFKA_SERVERS,
          KAFKA_TOPICS,
          KAFKA_GROUP,
          KAFKA_START,
          KAFKA_BOUNDED,
          KAFKA_PROPERTIES,
          CATALOG,
          CLUSTERS,
          UPDATES_INTERVAL,
          UPDATES_TOPIC,
          UPDATES_MAX_FILE,
          SHADOW_CATALOG,
          SHADOW_CLUSTERS,
          MAX_DISORDER,
          IDLENESS,
          PLAUSIBLE_BEFORE,
          PLAUSIBLE_AFTER,
          WINDOW_SIZE,
          ROLL_UPS,
          LATENESS,
          MAX_PARTIAL_SUMS,
          ALERT_SETTINGS,
          ALERT_DELAY,
          ALERTMANAGER_URL,
          ALERTMANAGER_RESEND,
          ALERTMANAGER_HEADERS,
          WEBHOOK_URL,
          WEBHOOK_FORMAT,
          WEBHOOK_HEADERS,
          RUNBOOKS,
          OUTPUT_SERVERS,
          OUTPUT_PROPERTIES,
          OUTPUT_FORMAT,
          GUARANTEE,
          TRANSACTION_TIMEOUT,
          SUMMARIES,
          DEAD_LETTERS,
          LATE_FLOWS,
          SIGNALS,
          ACCOUNTING,
          CATALOG_UPDATES,
          SHADOW,
          ALERTS,
          CHECKPOINT_INTERVAL,
          CHECKPOINT_DIRECTORY,
          PARALLELISM,
          WEB_PORT);

  private Options() {}

  private static Option<String> topic(String what, String fallback, String description) {
    return withDefault("output.topics." + what, TEXT, fallback, description);
  }
}
