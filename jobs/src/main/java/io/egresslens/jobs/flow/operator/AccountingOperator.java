package io.egresslens.jobs.flow.operator;

import io.egresslens.window.Accounting;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the books of the whole job: adds up what every step counted and says the total with each
 * checkpoint and at the end. A total that does not balance is logged as an error: it means a bug,
 * and stopping the job would not bring a record back. Runs with parallelism 1.
 */
public final class AccountingOperator extends AbstractStreamOperator<Accounting>
    implements OneInputStreamOperator<Accounting, Accounting>, BoundedOneInput {
  private static final ListStateDescriptor<Accounting> TOTAL =
      new ListStateDescriptor<>("total", TypeInformation.of(Accounting.class));

  private transient ListState<Accounting> saved;
  private transient Accounting total;
  private transient boolean changed;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    saved = context.getOperatorStateStore().getListState(TOTAL);
    total = Accounting.NONE;
    for (Accounting part : saved.get()) {
      total = total.plus(part);
    }
  }

  @Override
  public void processElement(StreamRecord<Accounting> element) {
    total = total.plus(element.getValue());
    changed = true;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (changed) {
      say(false);
    }
  }

  @Override
  public void endInput() {
    say(true);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.update(List.of(total));
  }

  private void say(boolean complete) {
    List<String> imbalances = total.imbalances(complete);
    if (!imbalances.isEmpty()) {
      LOG.error("The books do not balance: {}", imbalances);
      if (complete) {
        throw new IllegalStateException("the books do not balance: " + imbalances);
      }
    }
    output.collect(new StreamRecord<>(total));
    changed = false;
  }
}
