package io.egresslens.jobs.config;

import io.egresslens.alert.format.AlertFormat;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.YamlDocument;
import io.egresslens.catalog.YamlMap;
import io.egresslens.flow.Durations;
import io.egresslens.ingest.EventTimeBounds;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code run} was asked to do: read once, checked as a whole, never changed. {@link #toString}
 * shows no secret.
 *
 * @param name of the job, and prefix of its transactions
 * @param catalog names and paths of catalogs beside the default set; paths are already relative to
 *     the working directory and no longer to the file
 * @param clusters path of the inventory; null when there is none
 * @param updates how changes to both are taken up
 * @param shadow what judges beside both; null for nothing
 * @param maxPartialSums rows that one ingest step holds
 * @param alerts how alerts come about
 * @param alertPosts who is told of alerts by HTTP
 * @param parallelism of every step
 * @param webPort port of the engine's web page; 0 for none
 */
public record RunConfig(
    String name,
    KafkaInput kafka,
    List<String> catalog,
    String clusters,
    CatalogUpdates updates,
    Shadow shadow,
    EventTime time,
    Windows window,
    int maxPartialSums,
    Alerts alerts,
    AlertPosts alertPosts,
    KafkaOutput output,
    Checkpoints checkpoint,
    int parallelism,
    int webPort) {

  /**
   * Where logs come from.
   *
   * @param bounded whether to end at the end offsets found at the start
   */
  public record KafkaInput(
      String bootstrapServers,
      List<String> topics,
      String groupId,
      StartFrom startFrom,
      boolean bounded,
      ClientProperties properties) {}

  /**
   * How a job takes up changed catalogs.
   *
   * @param interval between two looks; zero for none
   * @param topic compacted topic with texts; null when there is none
   * @param maxFileMegabytes larger files are refused
   */
  public record CatalogUpdates(Duration interval, String topic, int maxFileMegabytes)
      implements Serializable {}

  /**
   * A second catalog that is tried beside the first.
   *
   * @param catalog as that of the configuration
   * @param clusters path of the inventory; null when there is none
   */
  public record Shadow(List<String> catalog, String clusters) {}

  /**
   * How event time moves.
   *
   * @param maxDisorder how far a record may lag behind the newest of its partition
   * @param idleness after how much silence a partition holds nobody back
   * @param bounds which times are plausible at all
   */
  public record EventTime(Duration maxDisorder, Duration idleness, EventTimeBounds bounds) {}

  /**
   * Which windows there are.
   *
   * @param size of the shortest
   * @param rollUps longer ones, ascending, each a multiple of the one before; may be empty
   * @param lateness how long after its end a window is corrected
   */
  public record Windows(Duration size, List<Duration> rollUps, Duration lateness) {}

  /**
   * How alerts come about.
   *
   * @param settings path of what their owner says of them; null for the defaults
   * @param delay how long a record may wait until the rules know of it
   */
  public record Alerts(String settings, Duration delay) {}

  /**
   * Who is told of alerts by HTTP.
   *
   * @param alertmanager null for none
   * @param webhook null for none
   * @param runbooks what comes before a rule's name in the address of its runbook; null for none
   */
  public record AlertPosts(Alertmanager alertmanager, Webhook webhook, String runbooks) {}

  /**
   * An Alertmanager.
   *
   * @param resend how often what fires is sent again
   */
  public record Alertmanager(HttpReceiver receiver, Duration resend) {}

  /** Somebody who takes every change. */
  public record Webhook(HttpReceiver receiver, AlertFormat format) {}

  /**
   * Where requests go.
   *
   * @param url may hold references, as the values of {@code headers} do
   */
  public record HttpReceiver(String url, ClientProperties headers) implements Serializable {}

  /** Where rows go, and how. */
  public record KafkaOutput(
      String bootstrapServers,
      ClientProperties properties,
      OutputFormat format,
      Guarantee guarantee,
      Duration transactionTimeout,
      Topics topics) {
    /** The same with another guarantee. */
    public KafkaOutput with(Guarantee other) {
      return new KafkaOutput(
          bootstrapServers, properties, format, other, transactionTimeout, topics);
    }
  }

  /** The topics that are written. */
  public record Topics(
      String summaries,
      String deadLetters,
      String lateFlows,
      String signals,
      String accounting,
      String catalogUpdates,
      String shadow,
      String alerts) {
    /** All of them. */
    public List<String> all() {
      return List.of(
          summaries, deadLetters, lateFlows, signals, accounting, catalogUpdates, shadow, alerts);
    }
  }

  /**
   * How state is saved.
   *
   * @param directory URI; null when state stays in memory
   */
  public record Checkpoints(Duration interval, String directory) {}

  /** The topics that must be there to be read. */
  public List<String> topicsRead() {
    if (updates.topic == null || !takesUpCatalogs()) {
      return kafka.topics();
    }
    List<String> topics = new ArrayList<>(kafka.topics());
    topics.add(updates.topic);
    return topics;
  }

  /** The topics that must be there to be written: those of what the job can have to say. */
  public List<String> topicsWritten() {
    List<String> topics = new ArrayList<>(output.topics().all());
    if (!takesUpCatalogs()) {
      topics.remove(output.topics().catalogUpdates());
    }
    if (shadow == null) {
      topics.remove(output.topics().shadow());
    }
    return topics;
  }

  /** Whether the job takes up changed catalogs: when it is told to, and there is where from. */
  public boolean takesUpCatalogs() {
    boolean anyFile = clusters != null || catalog.stream().anyMatch(RunConfig::isPath);
    return !kafka.bounded() && !updates.interval().isZero() && (anyFile || updates.topic != null);
  }

  /**
   * Reads the file.
   *
   * @throws io.egresslens.catalog.InvalidConfigException with every problem, file and line
   */
  public static RunConfig load(String path) {
    Problems problems = new Problems();
    RunConfig config = load(path, problems);
    problems.throwIfAny();
    return config;
  }

  /**
   * Reads the file as one of several that are checked together.
   *
   * @return null after a problem
   */
  public static RunConfig load(String path, Problems problems) {
    Problems own = new Problems();
    YamlMap top = YamlDocument.read(path, own);
    Settings settings = top == null ? null : new Settings(top, Options.ALL, own);
    if (own.list().isEmpty()) {
      check(settings);
    }
    own.list().forEach(problem -> problems.add(problem.location(), problem.message()));
    return own.list().isEmpty() ? of(settings, Path.of(path)) : null;
  }

  /** What no option can see alone. */
  private static void check(Settings settings) {
    if (settings.get(Options.KAFKA_TOPICS).isEmpty()) {
      settings.problem(Options.KAFKA_TOPICS, "names no topic");
    }
    Duration shorter = settings.get(Options.WINDOW_SIZE);
    for (Duration longer : settings.get(Options.ROLL_UPS)) {
      if (longer.compareTo(shorter) <= 0 || longer.toMillis() % shorter.toMillis() != 0) {
        settings.problem(
            Options.ROLL_UPS,
            "holds %s, which is no multiple of the window before it, %s"
                .formatted(Durations.format(longer), Durations.format(shorter)));
      }
      shorter = longer;
    }
    Duration timeout = settings.get(Options.TRANSACTION_TIMEOUT);
    Duration interval = settings.get(Options.CHECKPOINT_INTERVAL);
    if (settings.get(Options.GUARANTEE) == Guarantee.EXACTLY_ONCE
        && timeout.compareTo(interval.multipliedBy(2)) < 0) {
      settings.problem(
          Options.TRANSACTION_TIMEOUT,
          ("is %s, less than two times checkpoint.interval, %s: the broker would drop rows before"
                  + " they are committed")
              .formatted(Durations.format(timeout), Durations.format(interval)));
    }
    checkTopics(settings);
  }

  private static void checkTopics(Settings settings) {
    String texts = settings.get(Options.UPDATES_TOPIC);
    if (texts != null && settings.get(Options.KAFKA_TOPICS).contains(texts)) {
      settings.problem(
          Options.UPDATES_TOPIC, "is '" + texts + "', which is also read as a topic of logs");
    }
    Set<String> written = new TreeSet<>();
    boolean sameBroker = settings.get(Options.OUTPUT_SERVERS) == null;
    for (Option<String> topic :
        List.of(
            Options.SUMMARIES,
            Options.DEAD_LETTERS,
            Options.LATE_FLOWS,
            Options.SIGNALS,
            Options.ACCOUNTING,
            Options.CATALOG_UPDATES,
            Options.SHADOW,
            Options.ALERTS)) {
      String name = settings.get(topic);
      if (!written.add(name)) {
        settings.problem(topic, "is '" + name + "', which another output has already");
      }
      if (sameBroker && name.equals(texts)) {
        settings.problem(topic, "is '" + name + "', which catalogs are read from");
      }
      if (sameBroker && settings.get(Options.KAFKA_TOPICS).contains(name)) {
        settings.problem(topic, "is '" + name + "', which is also read: the job would feed itself");
      }
    }
  }

  private static RunConfig of(Settings settings, Path file) {
    String servers = settings.get(Options.KAFKA_SERVERS);
    ClientProperties properties = settings.get(Options.KAFKA_PROPERTIES);
    String outputServers = settings.get(Options.OUTPUT_SERVERS);
    ClientProperties outputProperties = settings.get(Options.OUTPUT_PROPERTIES);
    return new RunConfig(
        settings.get(Options.NAME),
        new KafkaInput(
            servers,
            settings.get(Options.KAFKA_TOPICS),
            settings.get(Options.KAFKA_GROUP),
            settings.get(Options.KAFKA_START),
            settings.get(Options.KAFKA_BOUNDED),
            properties),
        catalogPaths(settings.get(Options.CATALOG), file),
        path(settings.get(Options.CLUSTERS), file),
        new CatalogUpdates(
            settings.get(Options.UPDATES_INTERVAL),
            settings.get(Options.UPDATES_TOPIC),
            settings.get(Options.UPDATES_MAX_FILE)),
        shadow(settings, file),
        new EventTime(
            settings.get(Options.MAX_DISORDER),
            settings.get(Options.IDLENESS),
            new EventTimeBounds(
                EventTimeBounds.DEFAULT.earliest(),
                EventTimeBounds.DEFAULT.latest(),
                settings.get(Options.PLAUSIBLE_BEFORE),
                settings.get(Options.PLAUSIBLE_AFTER))),
        new Windows(
            settings.get(Options.WINDOW_SIZE),
            settings.get(Options.ROLL_UPS),
            settings.get(Options.LATENESS)),
        settings.get(Options.MAX_PARTIAL_SUMS),
        new Alerts(
            path(settings.get(Options.ALERT_SETTINGS), file), settings.get(Options.ALERT_DELAY)),
        alertPosts(settings),
        new KafkaOutput(
            outputServers == null ? servers : outputServers,
            outputServers == null ? properties.overlaidWith(outputProperties) : outputProperties,
            settings.get(Options.OUTPUT_FORMAT),
            settings.get(Options.GUARANTEE),
            settings.get(Options.TRANSACTION_TIMEOUT),
            new Topics(
                settings.get(Options.SUMMARIES),
                settings.get(Options.DEAD_LETTERS),
                settings.get(Options.LATE_FLOWS),
                settings.get(Options.SIGNALS),
                settings.get(Options.ACCOUNTING),
                settings.get(Options.CATALOG_UPDATES),
                settings.get(Options.SHADOW),
                settings.get(Options.ALERTS))),
        new Checkpoints(
            settings.get(Options.CHECKPOINT_INTERVAL),
            directory(settings.get(Options.CHECKPOINT_DIRECTORY), file)),
        settings.get(Options.PARALLELISM),
        settings.get(Options.WEB_PORT));
  }

  private static Shadow shadow(Settings settings, Path file) {
    List<String> catalog = settings.get(Options.SHADOW_CATALOG);
    String clusters = settings.get(Options.SHADOW_CLUSTERS);
    if (catalog == null && clusters == null) {
      return null;
    }
    return new Shadow(
        catalogPaths(catalog == null ? settings.get(Options.CATALOG) : catalog, file),
        path(clusters == null ? settings.get(Options.CLUSTERS) : clusters, file));
  }

  private static AlertPosts alertPosts(Settings settings) {
    String alertmanager = settings.get(Options.ALERTMANAGER_URL);
    String webhook = settings.get(Options.WEBHOOK_URL);
    return new AlertPosts(
        alertmanager == null
            ? null
            : new Alertmanager(
                new HttpReceiver(alertmanager, settings.get(Options.ALERTMANAGER_HEADERS)),
                settings.get(Options.ALERTMANAGER_RESEND)),
        webhook == null
            ? null
            : new Webhook(
                new HttpReceiver(webhook, settings.get(Options.WEBHOOK_HEADERS)),
                settings.get(Options.WEBHOOK_FORMAT)),
        settings.get(Options.RUNBOOKS));
  }

  private static List<String> catalogPaths(List<String> namesOrPaths, Path file) {
    return namesOrPaths.stream().map(name -> catalogPath(name, file)).toList();
  }

  private static String path(String relative, Path file) {
    return relative == null ? null : file.resolveSibling(relative).toString();
  }

  /** A shipped catalog's name has no dot and no slash; anything else is a path. */
  private static String catalogPath(String nameOrPath, Path file) {
    return isPath(nameOrPath) ? file.resolveSibling(nameOrPath).toString() : nameOrPath;
  }

  private static boolean isPath(String nameOrPath) {
    return nameOrPath.indexOf('.') >= 0 || nameOrPath.indexOf('/') >= 0;
  }

  private static String directory(String pathOrUri, Path file) {
    return pathOrUri == null || pathOrUri.contains("://")
        ? pathOrUri
        : file.resolveSibling(pathOrUri).toAbsolutePath().normalize().toUri().toString();
  }
}
