package io.egresslens.jobs.bench;

import io.egresslens.jobs.bench.Contestant.Command;
import io.egresslens.jobs.bench.Contestant.Data;
import io.egresslens.jobs.bench.Contestant.Finding;
import io.egresslens.jobs.bench.Contestant.Setup;
import io.egresslens.jobs.bench.Stage.Row;
import io.egresslens.jobs.bench.Stage.Side;
import io.egresslens.jobs.io.FileOutlets;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is compared with what: one method a stage. */
final class Stages {
  /** As the launcher's for {@code replay}, with the heap that hash sets need. */
  private static final List<String> PEER_OPTIONS = List.of("-XX:+UseParallelGC", "-Xmx4g");

  private static final Finding TSV = Answer::ofTsv;
  private static final Finding SUMMARIES =
      folder -> Answer.ofSummaries(folder.resolve("results").resolve(FileOutlets.SUMMARIES));

  private final Path home;
  private final BenchData data;
  private final BenchOptions options;
  private final Rounds rounds;
  private final DuckDbSql sql;

  /** Records a second by form of the query, of the stage that was made last. */
  final Map<String, Double> forms = new LinkedHashMap<>();

  /**
   * @param home the repository
   */
  Stages(Path home, BenchOptions options, BenchData data, Rounds rounds) {
    this.home = home;
    this.options = options;
    this.data = data;
    this.rounds = rounds;
    this.sql = new DuckDbSql(PeerCatalog.load(clusters(), Instant.parse(PipelineBenchmark.DAY)));
  }

  Stage flat() throws Exception {
    Data all = data.records("flat", options.records(), 1);
    Data fewer = data.records("flat-fewer", options.fewer(), 1);
    Stage stage = new Stage("Flat JSON Lines");
    Contestant ours = stage.add(replay("replay", all));
    truths(stage, ours, replay("replay of fewer", fewer));
    Setup withAlerts = folder -> Command.of(alertingWords(all));
    Contestant alerting =
        stage.add(new Contestant("replay with alerts", all, withAlerts, SUMMARIES, null));
    Contestant duckDb = stage.add(duckDb(stage, all, sql.flat(all.file())));
    Contestant flink =
        stage.add(peer("ordinary Flink job", fewer, OrdinaryFlinkJob.class, TSV, clusters()));
    Contestant one = stage.add(onOneProcessor("replay on one processor", all));
    Contestant loop =
        stage.add(peer("our parser in a bare loop", all, BareLoop.class, TSV, clusters()));
    Contestant shadowed =
        stage.add(
            peer(
                "the loop with a shadow",
                all,
                BareLoop.class,
                TSV,
                clusters(),
                "openshift",
                "aks"));
    Contestant floor = stage.add(peer("read floor", all, ReadFloor.class, null));
    stage.row("1 replay against DuckDB's best", ours, duckDb, 3);
    stage.row("- replay with alerts against replay", alerting, ours, 0);
    stage.row("3 replay against an ordinary Flink job", ours, flink, 20);
    stage.row("5 replay on two processors against one", ours, one, 1.8);
    stage.row("9 replay against our parser in a bare loop", ours, loop, 0);
    stage.row("9 replay against the read floor", ours, floor, 0);
    stage.row("- the loop with a shadow against the loop", shadowed, loop, 0.8);
    return stage;
  }

  Stage wrapped() throws Exception {
    Data all = data.records("wrapped", options.records(), 100);
    Data fewer = data.records("wrapped-fewer", options.fewer(), 100);
    Stage stage = new Stage("Wrappers of 100 records");
    Contestant ours = stage.add(replay("replay of wrappers", all));
    truths(stage, ours, replay("replay of fewer wrappers", fewer));
    Map<String, String> queries = sql.wrapped(fewer.file());
    Contestant duckDb = stage.add(duckDb(stage, fewer, queries));
    stage.row("2 replay of wrappers against DuckDB's best", ours, duckDb, 25);
    return stage;
  }

  Stage kafka(BrokerProcess broker) throws Exception {
    Data all = data.records("messages", options.records(), BenchData.PER_MESSAGE);
    Data fewer = data.records("messages-fewer", options.fewer(), BenchData.PER_MESSAGE);
    String server = broker.bootstrapServers();
    Stage stage = new Stage("Kafka");
    truths(stage, replay("replay of messages", all), replay("replay of fewer messages", fewer));
    // Last, so that it is the topics and not the files that the page cache holds.
    for (Data topic : List.of(all, fewer)) {
      broker.fill(topic.name(), topic.file());
      data.drop(topic);
    }
    long flows = stage.truths.get(fewer).flows();
    Contestant drain = stage.add(drain("drain", all, broker, "at-least-once", "1d"));
    Contestant drainFewer =
        stage.add(drain("drain of fewer", fewer, broker, "at-least-once", "1d"));
    Contestant exactly =
        stage.add(
            drain(
                "drain, exactly once, checkpoint each second", all, broker, "exactly-once", "1s"));
    Contestant poll = stage.add(kafkaPeer("poll loop", all, PollFloor.class, null, server));
    Contestant pollFewer =
        stage.add(kafkaPeer("poll loop of fewer", fewer, PollFloor.class, null, server));
    Contestant streams =
        stage.add(
            kafkaPeer(
                "Kafka Streams",
                fewer,
                KafkaStreamsPeer.class,
                TSV,
                server,
                clusters(),
                "" + flows));
    stage.row("4 drain against a bare poll loop, whole processes", drain, poll, 0);
    stage.rows.add(
        new Row(
            "4 drain against a bare poll loop, without start and end",
            new Side(drain, drainFewer),
            new Side(poll, pollFewer),
            0.6));
    stage.row("4 drain against Kafka Streams", drain, streams, 0);
    stage.row("7 exactly once, checkpoint each second, against off", exactly, drain, 0.95);
    stage.appendix.put(
        "run.yaml of a drain, with its folder's name for TOPIC",
        config(all, "TOPIC", server, "at-least-once", "1d"));
    stage.notes.add(
        "one broker in a process of its own, two partitions, messages of about 1 MB with "
            + BenchData.PER_MESSAGE
            + " records; windows of 1 h, final summaries as JSON");
    return stage;
  }

  Stage catalog() throws Exception {
    Data some = data.records("catalog", Math.max(1, options.records() / 4), 1);
    Stage stage = new Stage("Size of the catalog");
    Contestant small = stage.add(catalog(some, 100));
    Contestant large = stage.add(catalog(some, options.patterns()));
    stage.truths.put(some, rounds.find(small));
    stage.row(
        "6 %,d patterns against 100, first to last record".formatted(options.patterns()),
        large,
        small,
        0.95);
    stage.notes.add(
        "the job of replay in a JVM of ours with a composed catalog; the seconds are those from the"
            + " first block to the end of the last, so neither loading and compiling the catalog"
            + " nor sorting and writing summaries is in them");
    return stage;
  }

  Stage hosts() throws Exception {
    Data distinct = data.distinctHosts(options.hosts());
    Stage stage = new Stage("Distinct hosts in one window");
    Contestant ours = replay("replay with -Xmx1g", distinct);
    Contestant small =
        new Contestant(
            ours.name(),
            distinct,
            folder ->
                new Command(
                    ours.setup().prepare(folder).words(), Map.of("EGRESSLENS_JAVA_OPTS", "-Xmx1g")),
            folder -> totals(folder.resolve("results").resolve(FileOutlets.SUMMARIES)),
            null);
    stage.rows.add(
        new Row("8 replay with -Xmx1g ends, exact totals", Side.of(stage.add(small)), null, 0));
    stage.truths.put(distinct, totals(distinct.records(), distinct.records(), distinct.records()));
    stage.notes.add(
        "8: %,d records of one hour, each of a host of its own; the answer is the number of summaries, of flows and of sources"
            .formatted(distinct.records()));
    return stage;
  }

  Stage progress() throws Exception {
    Data some = data.records("flat", Math.max(1, options.records() / 2), 1);
    Stage stage = new Stage("What it costs to say how far a replay is");
    Contestant silent = stage.add(progress("replay, silent", some, "-Degresslens.terminal=false"));
    Contestant shown =
        stage.add(progress("replay, progress shown", some, "-Degresslens.terminal=true"));
    Contestant often =
        stage.add(
            progress(
                "replay, progress shown a hundred times as often",
                some,
                "-Degresslens.terminal=true -Degresslens.progress.millis=5"));
    stage.truths.put(some, rounds.find(silent));
    stage.row("10 progress shown against not", shown, silent, 0.99);
    stage.row("10 progress shown each 5 ms instead of 500 against not", often, silent, 0);
    stage.notes.add(
        "the cost of showing progress is the second row's loss divided by a hundred: counters are"
            + " sent, asked for and shown a hundred times as often there; the first row cannot tell"
            + " one in a hundred from what two runs differ by");
    return stage;
  }

  private Contestant progress(String name, Data of, String javaOptions) {
    return new Contestant(
        name,
        of,
        folder -> new Command(replayWords(of), Map.of("EGRESSLENS_JAVA_OPTS", javaOptions)),
        SUMMARIES,
        null);
  }

  /** So many rows that only their sums are compared. */
  private static Answer totals(Path summaries) throws IOException {
    long rows = 0;
    long flows = 0;
    long sources = 0;
    try (BufferedReader lines = Files.newBufferedReader(summaries)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows++;
        flows += number(line, "\"flows\":");
        sources += number(line, "\"sources\":");
      }
    }
    return totals(rows, flows, sources);
  }

  private static Answer totals(long rows, long flows, long sources) {
    return new Answer(Map.of("summaries, flows, sources", rows + " " + flows + " " + sources));
  }

  private static long number(String line, String name) {
    int from = line.indexOf(name) + name.length();
    int to = from;
    while (Character.isDigit(line.charAt(to))) {
      to++;
    }
    return Long.parseLong(line.substring(from, to));
  }

  /** An untimed run of ours on each file, which also brings the file into the page cache. */
  private void truths(Stage stage, Contestant... all) throws Exception {
    for (Contestant ours : all) {
      Answer truth = rounds.find(ours);
      if (truth.flows() == 0) {
        throw new IllegalStateException("nothing found in " + ours.data().file());
      }
      stage.truths.put(ours.data(), truth);
      stage.notes.add(data.residence(ours.data()));
    }
  }

  private String clusters() {
    return home.resolve("sample-logs/clusters.yaml").toString();
  }

  /** Without alerts, which none of the others has. */
  private List<String> replayWords(Data of) {
    List<String> words = new ArrayList<>(alertingWords(of));
    words.add("--no-alerts");
    return words;
  }

  private List<String> alertingWords(Data of) {
    return List.of(
        home.resolve("egresslens").toString(),
        "replay",
        "--input",
        of.file().toString(),
        "--clusters",
        clusters(),
        "--output",
        "results",
        "--no-table");
  }

  private Contestant replay(String name, Data of) {
    Setup setup = folder -> Command.of(replayWords(of));
    return new Contestant(name, of, setup, SUMMARIES, null);
  }

  /** Pinned, so that the JVM's own threads have no other processor either. */
  private Contestant onOneProcessor(String name, Data of) {
    List<String> words = new ArrayList<>(List.of("taskset", "-c", "0"));
    words.addAll(replayWords(of));
    words.addAll(List.of("--parallelism", "1"));
    return new Contestant(name, of, folder -> Command.of(words), SUMMARIES, null);
  }

  private Contestant drain(
      String name, Data of, BrokerProcess broker, String guarantee, String checkpoints) {
    Setup setup =
        folder -> {
          String run = folder.getFileName().toString();
          List<String> topics =
              List.of("summaries", "deadLetters", "lateFlows", "signals", "accounting").stream()
                  .map(topic -> run + '.' + topic)
                  .toList();
          broker.create(topics);
          Path config = folder.resolve("run.yaml");
          Files.writeString(
              config, config(of, run, broker.bootstrapServers(), guarantee, checkpoints));
          return Command.of(
              List.of(home.resolve("egresslens").toString(), "run", "--config", config.toString()));
        };
    Finding finding = folder -> Answer.ofRows(broker.read(folder.getFileName() + ".summaries"));
    return new Contestant(name, of, setup, finding, null);
  }

  private String config(Data of, String run, String server, String guarantee, String checkpoints) {
    return """
        name: %2$s
        kafka: {bootstrapServers: "%3$s", topics: [%1$s], groupId: %2$s, bounded: true}
        clusters: %4$s
        window: {size: 1h, rollUps: []}
        output:
          format: json
          guarantee: %5$s
          topics:
            summaries: %2$s.summaries
            deadLetters: %2$s.deadLetters
            lateFlows: %2$s.lateFlows
            signals: %2$s.signals
            accounting: %2$s.accounting
        checkpoint: {interval: %6$s}
        parallelism: 2
        """
        .formatted(of.name(), run, server, clusters(), guarantee, checkpoints);
  }

  private Contestant catalog(Data of, int patterns) {
    List<String> words = new ArrayList<>(BenchJvm.words(List.of("-XX:+UseParallelGC", "-Xmx6g")));
    words.addAll(
        List.of(CatalogScale.class.getName(), of.file().toString(), clusters(), "" + patterns));
    return new Contestant(
        "catalog of %,d patterns".formatted(patterns),
        of,
        folder -> Command.of(words),
        SUMMARIES,
        "records");
  }

  private Contestant peer(String name, Data of, Class<?> main, Finding finding, String... more) {
    List<String> words = new ArrayList<>(BenchJvm.words(PEER_OPTIONS));
    words.addAll(List.of(main.getName(), of.file().toString()));
    words.addAll(List.of(more));
    return new Contestant(name, of, folder -> Command.of(words), finding, null);
  }

  private Contestant kafkaPeer(
      String name, Data of, Class<?> main, Finding finding, String server, String... more) {
    List<String> words = new ArrayList<>(BenchJvm.words(PEER_OPTIONS));
    words.addAll(List.of(main.getName(), server, of.name()));
    words.addAll(List.of(more));
    return new Contestant(name, of, folder -> Command.of(words), finding, null);
  }

  /** Runs every form and takes the fastest that is right. */
  private Contestant duckDb(Stage stage, Data of, Map<String, String> queries) throws Exception {
    forms.clear();
    Contestant best = null;
    // Twice, and the faster run counts: a neighbour's work must not choose the form.
    for (int pass = 0; pass < 2; pass++) {
      for (Map.Entry<String, String> form : queries.entrySet()) {
        Contestant contestant = duckDb("DuckDB, " + form.getKey(), of, form.getValue());
        Trial trial = rounds.run(contestant, stage.truths.get(of));
        stage.appendix.put("count.sql of " + contestant.name(), form.getValue());
        if (!rounds.wrong.containsKey(contestant.name())) {
          forms.merge(contestant.name(), of.records() / trial.seconds(), Math::max);
        }
      }
    }
    for (Map.Entry<String, String> form : queries.entrySet()) {
      Double rate = forms.get("DuckDB, " + form.getKey());
      if (rate != null && (best == null || rate > forms.get(best.name()))) {
        best = duckDb("DuckDB, " + form.getKey(), of, form.getValue());
      }
    }
    if (best == null) {
      throw new IllegalStateException("no form of the query is right: " + rounds.wrong);
    }
    stage.appendix.put("classify.sql of all", DuckDbSql.CLASSIFY);
    return best;
  }

  private Contestant duckDb(String name, Data of, String query) {
    List<String> words = new ArrayList<>(BenchJvm.words(List.of("-Xmx256m")));
    words.addAll(List.of(DuckDbPeer.class.getName(), "catalog.sql", "count.sql", "classify.sql"));
    Setup setup =
        folder -> {
          Files.writeString(folder.resolve("catalog.sql"), sql.catalogTables());
          Files.writeString(folder.resolve("count.sql"), query);
          Files.writeString(folder.resolve("classify.sql"), DuckDbSql.CLASSIFY);
          return Command.of(words);
        };
    return new Contestant(name, of, setup, TSV, null);
  }
}
