package io.egresslens.jobs.flow.operator;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertClock;
import io.egresslens.alert.AlertRules;
import io.egresslens.alert.AlertStatus;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.wire.AlertInput;
import io.egresslens.jobs.flow.wire.AlertInput.Intake;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the books of the alert rules, one for each firewall, and sends on what they tell. It
 * decides nothing: what was observed goes into the book, and every second the book is asked what
 * has changed; in a job over files, once, at the end.
 *
 * <p>Books live in memory. They become bytes in keyed state when a checkpoint passes, and books
 * again where their key is restored, so they move with the keys when the parallelism changes. Were
 * they state themselves, each row of an ingest step would read and write a whole book of thousands
 * of subjects, where it changes one: a backend such as RocksDB serialises on every access.
 *
 * <p>The watermark moves no book by itself, it only says how far time is complete: when a backlog
 * is read it comes many times a second, and each time every book would draw all its conclusions. At
 * most a second later the clock asks anyway.
 */
public final class AlertOperator extends AbstractStreamOperator<AlertChange>
    implements OneInputStreamOperator<AlertInput, AlertChange>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "alerts";
  private static final long TICK_MILLIS = 1_000;
  private static final ValueStateDescriptor<SavedBook> BOOK =
      new ValueStateDescriptor<>("book", TypeInformation.of(SavedBook.class));

  private final FlowSettings settings;

  private transient AlertRules rules;
  private transient ValueState<SavedBook> saved;

  /** By name, so that in every run they tell in the same order. */
  private transient Map<String, WatchedFirewall> firewalls;

  private transient Map<AlertStatus, Counter> told;
  private transient long watermark;

  /** What could not be read where nothing else was: it counts for the end, which has a time. */
  private transient Map<String, Long> rejected;

  private transient long records;

  /**
   * @param settings with alerts
   */
  public AlertOperator(FlowSettings settings) {
    this.settings = settings;
  }

  /**
   * The step behind what ingest observed. Over files it runs once and without keys: files end for
   * all firewalls at the same time, that of the newest event wherever it is; and whatever has a key
   * would be sorted by it first.
   */
  public static SingleOutputStreamOperator<AlertChange> behind(
      DataStream<AlertInput> observed, FlowSettings settings) {
    boolean live = settings.alerts().isLive();
    SingleOutputStreamOperator<AlertChange> alerts =
        (live ? observed.keyBy(AlertInput::firewall, Types.STRING) : observed.global())
            .transform(NAME, TypeInformation.of(AlertChange.class), new AlertOperator(settings));
    return live ? alerts : alerts.forceNonParallel();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    rules = new AlertRules(settings.alerts().settings(), settings.catalog(), settings.inventory());
    firewalls = new TreeMap<>();
    rejected = new TreeMap<>();
    watermark = AlertClock.NEVER;
    if (settings.alerts().isLive()) {
      saved = context.getKeyedStateStore().getState(BOOK);
      if (context.isRestored()) {
        restore();
      }
    }
  }

  private void restore() throws Exception {
    KeyedStateBackend<String> backend = getKeyedStateBackend();
    List<String> keys = backend.getKeys(BOOK.getName(), VoidNamespace.INSTANCE).toList();
    for (String firewall : keys) {
      setCurrentKey(firewall);
      firewalls.put(
          firewall,
          WatchedFirewall.restore(
              saved.value(), rules, settings.lateness(), aheadMillis(), wallMillis()));
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (saved == null) {
      return;
    }
    for (Map.Entry<String, WatchedFirewall> firewall : firewalls.entrySet()) {
      setCurrentKey(firewall.getKey());
      saved.update(firewall.getValue().save());
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    told = new EnumMap<>(AlertStatus.class);
    for (AlertStatus status : AlertStatus.values()) {
      told.put(status, getMetricGroup().addGroup("status", status.label()).counter("alertChanges"));
    }
    getMetricGroup().gauge("firewalls", (Gauge<Integer>) () -> firewalls.size());
    if (settings.alerts().isLive()) {
      tickLater();
    }
  }

  @Override
  public void processElement(StreamRecord<AlertInput> element) {
    AlertInput input = element.getValue();
    Intake intake = input.intake();
    if (intake != null && intake.millis() == AlertClock.NEVER) {
      records += intake.records();
      intake.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
    } else {
      take(input);
    }
  }

  private void take(AlertInput input) {
    firewalls
        .computeIfAbsent(
            input.firewall(),
            firewall -> WatchedFirewall.begin(firewall, rules, settings.lateness(), aheadMillis()))
        .take(input, wallMillis());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    // The last one only says that nothing is to come; how far time was is known by then.
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      watermark = mark.getTimestamp();
    }
    super.processWatermark(mark);
  }

  private void tick(long planned) {
    for (WatchedFirewall firewall : firewalls.values()) {
      firewall.complete(watermark);
      firewall.advance(wallMillis(), this::tell);
    }
    tickLater();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the engine fails the task when a tick throws
  private void tickLater() {
    getProcessingTimeService().registerTimer(wallMillis() + TICK_MILLIS, this::tick);
  }

  @Override
  public void endInput() {
    long newest = watermark;
    for (WatchedFirewall firewall : firewalls.values()) {
      newest = Math.max(newest, firewall.newest());
    }
    if (records > 0 && newest != AlertClock.NEVER) {
      take(AlertInput.of(new Intake(newest, records, rejected)));
    }
    for (WatchedFirewall firewall : firewalls.values()) {
      firewall.end(newest, this::tell);
    }
  }

  private void tell(AlertChange change) {
    told.get(change.status()).inc();
    output.collect(new StreamRecord<>(change, change.time().toEpochMilli()));
  }

  private long aheadMillis() {
    return settings.alerts().isLive() ? settings.bounds().after().toMillis() : Long.MAX_VALUE;
  }

  private long wallMillis() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }
}
