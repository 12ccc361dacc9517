package io.egresslens.jobs.flow.operator;

import io.egresslens.window.Accounting;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up what the windows of a subtask counted, in their task, so that not every summary sends a
 * record to where the books are kept. Sends the sum on before a watermark passes, before a
 * checkpoint's barrier passes, so that it need not be state, and at the end.
 */
public final class CountOperator extends AbstractStreamOperator<Accounting>
    implements OneInputStreamOperator<Accounting, Accounting>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private transient Accounting sum;

  @Override
  public void processElement(StreamRecord<Accounting> element) {
    sum = sum == null ? element.getValue() : sum.plus(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void endInput() {
    flush();
  }

  private void flush() {
    if (sum != null) {
      output.collect(new StreamRecord<>(sum));
      sum = null;
    }
  }
}
