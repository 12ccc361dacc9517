package io.egresslens.jobs.flow.operator;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/** Metrics of an operator under test, read as a reporter would read them. */
final class CountedMetrics {
  private final Map<String, Counter> counters = new TreeMap<>();
  private final TaskMetricGroup task =
      TaskManagerMetricGroup.createTaskManagerMetricGroup(
              TestingMetricRegistry.builder().setRegisterConsumer(this::register).build(),
              "localhost",
              new ResourceID("test"))
          .addJob(new JobID(), "test")
          .addTask(ExecutionAttemptID.randomId(), "test");

  private void register(Metric metric, String name, AbstractMetricGroup<?> group) {
    if (metric instanceof Counter counter) {
      counters.put(group.getMetricIdentifier(name), counter);
    }
  }

  /** What the operator's environment is given. */
  TaskMetricGroup task() {
    return task;
  }

  /** The counters above zero whose path goes on behind this group, by the rest of the path. */
  Map<String, Long> behind(String group) {
    Map<String, Long> found = new TreeMap<>();
    String mark = "." + group + ".";
    counters.forEach(
        (path, counter) -> {
          int at = path.indexOf(mark);
          if (at >= 0 && counter.getCount() > 0) {
            found.put(path.substring(at + mark.length()), counter.getCount());
          }
        });
    return found;
  }
}
