package io.egresslens.jobs.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * The job that one writes on the first day: a line is bound to an object, judged by hash maps,
 * keyed, and summed up by Flink's own windows. Two subtasks, default settings.
 */
final class OrdinaryFlinkJob {
  private OrdinaryFlinkJob() {}

  /** Binds and judges a line. */
  private static final class Judge extends RichFlatMapFunction<String, PeerFlow> {
    private static final long serialVersionUID = 1L;

    private final String clusters;
    private transient ObjectMapper mapper;
    private transient PeerJudge judge;

    Judge(String clusters) {
      this.clusters = clusters;
    }

    @Override
    public void open(OpenContext context) {
      mapper = new ObjectMapper();
      judge = new PeerJudge(PeerCatalog.load(clusters, Instant.parse(PipelineBenchmark.DAY)));
    }

    @Override
    public void flatMap(String line, Collector<PeerFlow> out) throws Exception {
      PeerRecord record = mapper.readValue(line, PeerRecord.class);
      if (record.isDecision()) {
        out.collect(PeerFlow.of(record, judge));
      }
    }
  }

  /** What is known of a key in its window. */
  public static final class Sum {
    public long flows;
    public Set<String> sources = new HashSet<>();
  }

  private static final class Add implements AggregateFunction<PeerFlow, Sum, Sum> {
    private static final long serialVersionUID = 1L;

    @Override
    public Sum createAccumulator() {
      return new Sum();
    }

    @Override
    public Sum add(PeerFlow flow, Sum sum) {
      sum.flows++;
      sum.sources.add(flow.sourceIp);
      return sum;
    }

    @Override
    public Sum getResult(Sum sum) {
      return sum;
    }

    @Override
    public Sum merge(Sum one, Sum other) {
      one.flows += other.flows;
      one.sources.addAll(other.sources);
      return one;
    }
  }

  private static final class Write extends ProcessWindowFunction<Sum, String, String, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(String key, Context context, Iterable<Sum> sums, Collector<String> out) {
      Sum sum = sums.iterator().next();
      out.collect(
          Answer.line(
              Instant.ofEpochMilli(context.window().getStart()),
              key,
              sum.flows,
              sum.sources.size()));
    }
  }

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
    var in = new org.apache.flink.core.fs.Path(Path.of(args[0]).toAbsolutePath().toUri());
    env.fromSource(
            FileSource.forRecordStreamFormat(new TextLineInputFormat(), in).build(),
            WatermarkStrategy.noWatermarks(),
            "lines")
        // A local file is one split, so one subtask reads; both are to parse.
        .rebalance()
        .flatMap(new Judge(args[1]))
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<PeerFlow>forBoundedOutOfOrderness(Duration.ofMinutes(1))
                .withTimestampAssigner((flow, ignored) -> flow.timeMillis))
        .keyBy(flow -> flow.key)
        .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
        .aggregate(new Add(), new Write())
        .sinkTo(
            FileSink.forRowFormat(
                    new org.apache.flink.core.fs.Path(Path.of("answer").toAbsolutePath().toUri()),
                    new SimpleStringEncoder<String>())
                .build());
    env.execute("ordinary");
  }
}
