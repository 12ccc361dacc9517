package io.egresslens.jobs.flow.operator;

/**
 * How far event time was at one ingest subtask when a checkpoint passed; state of that step.
 *
 * @param watermarkMillis the last watermark; {@link Long#MIN_VALUE} before the first
 * @param idle whether the subtask was idle, and so held nobody back
 */
public record SubtaskTime(long watermarkMillis, boolean idle) {
  /**
   * How far time was behind all subtasks together: at the slowest that was not idle, or, when all
   * were, at the fastest. Never ahead of what the engine had said.
   *
   * @return {@link Long#MIN_VALUE} when there are none
   */
  static long together(Iterable<SubtaskTime> subtasks) {
    long slowestActive = Long.MAX_VALUE;
    long fastest = Long.MIN_VALUE;
    boolean anyActive = false;
    for (SubtaskTime subtask : subtasks) {
      fastest = Math.max(fastest, subtask.watermarkMillis);
      if (!subtask.idle) {
        anyActive = true;
        slowestActive = Math.min(slowestActive, subtask.watermarkMillis);
      }
    }
    return anyActive ? slowestActive : fastest;
  }
}
