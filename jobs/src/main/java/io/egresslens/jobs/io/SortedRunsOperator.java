package io.egresslens.jobs.io;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Formats records into lines and sorts them where they are made, side by side; sends the paths of
 * the sorted runs on once all input was read. In the same task as the step before, so that no
 * record is written and read again on the way. For bounded runs on one machine.
 *
 * @param <T> the kind of record
 */
final class SortedRunsOperator<T> extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<T, String>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** Of the heap, all writers of a file together hold this part; what is more goes to runs. */
  private static final int HEAP_SHARE = 16;

  private static final long LEAST_BYTES = 1 << 20;

  private final String target;
  private final LineFormat<T> format;

  private transient SortedLines lines;

  SortedRunsOperator(Path target, LineFormat<T> format) {
    this.target = target.toString();
    this.format = format;
  }

  @Override
  public void open() throws Exception {
    super.open();
    Path path = Path.of(target).toAbsolutePath();
    Files.createDirectories(path.getParent());
    var task = getRuntimeContext().getTaskInfo();
    long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    lines =
        new SortedLines(
            path,
            String.valueOf(task.getIndexOfThisSubtask()),
            Math.max(LEAST_BYTES, share / task.getNumberOfParallelSubtasks()));
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    format.addTo(lines, element.getValue());
  }

  @Override
  public void endInput() throws Exception {
    for (Path run : lines.runs()) {
      output.collect(new StreamRecord<>(run.toString()));
    }
  }

  @Override
  public void close() throws Exception {
    try {
      if (lines != null) {
        lines.close();
      }
    } finally {
      super.close();
    }
  }
}
