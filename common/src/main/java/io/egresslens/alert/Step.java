package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One step of an episode as it should be told: its transitions with what covers it laid over.
 *
 * @param time event time, epoch milliseconds
 * @param status where it stands from then on
 * @param page whether somebody is to be woken
 * @param parentId what it is folded into; null for nothing
 * @param silence who silenced it and why; null for nobody
 */
record Step(long time, AlertStatus status, boolean page, String parentId, String silence) {
  Step {
    Objects.requireNonNull(status, "status");
  }

  boolean stands(Step other) {
    return status == other.status
        && Objects.equals(parentId, other.parentId)
        && Objects.equals(silence, other.silence);
  }

  /**
   * All steps.
   *
   * <p>What is covered is suppressed and pages nothing. When a silence is over while the alert goes
   * on, it fires and pages, unless it is flapping. What ends is resolved, covered or not, and says
   * what it was covered by.
   *
   * @param covers of the times up to which conclusions are drawn, in any order
   * @param reached covers that start or end later do not count yet
   * @return ascending; empty when the episode has not fired
   */
  static List<Step> of(Episode episode, List<Cover> covers, long reached) {
    TreeMap<Long, List<Transition>> times = new TreeMap<>();
    for (Transition change : episode.transitions()) {
      times.computeIfAbsent(change.time(), any -> new ArrayList<>(1)).add(change);
    }
    for (Cover cover : covers) {
      for (long time : new long[] {cover.from(), cover.to()}) {
        if (time > episode.firedAt() && time <= reached && time < episode.endsAt()) {
          times.computeIfAbsent(time, any -> new ArrayList<>(0));
        }
      }
    }
    List<Step> steps = new ArrayList<>();
    AlertStatus base = null;
    for (var at : times.entrySet()) {
      boolean page = false;
      for (Transition change : at.getValue()) {
        page |= change.page();
        base = after(change.kind(), base);
      }
      Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
      Step step = step(at.getKey(), base, page, covers, last);
      if (last == null || step.page || !step.stands(last)) {
        steps.add(step);
      }
    }
    return steps;
  }

  /** When the next cover of an episode that goes on starts or ends. */
  static long nextBorder(List<Cover> covers, long reached) {
    long next = NEVER;
    for (Cover cover : covers) {
      next = cover.from() > reached ? Math.min(next, cover.from()) : next;
      next = cover.to() > reached ? Math.min(next, cover.to()) : next;
    }
    return next;
  }

  private static AlertStatus after(Transition.Kind kind, AlertStatus before) {
    return switch (kind) {
      case FIRED, STEADY -> AlertStatus.FIRING;
      case FLAPPING -> AlertStatus.FLAPPING;
      case PAGED -> before;
      case ENDED -> AlertStatus.RESOLVED;
    };
  }

  private static Step step(
      long time, AlertStatus base, boolean page, List<Cover> covers, Step last) {
    String parentId = null;
    String silence = null;
    for (Cover cover : covers) {
      if (cover.covers(time)) {
        parentId = cover.parentId() == null ? parentId : cover.parentId();
        silence = cover.silence() == null ? silence : cover.silence();
      }
    }
    if (base == AlertStatus.RESOLVED) {
      return last == null
          ? new Step(time, base, false, parentId, silence)
          : new Step(time, base, false, last.parentId, last.silence);
    }
    if (parentId != null || silence != null) {
      return new Step(time, AlertStatus.SUPPRESSED, false, parentId, silence);
    }
    boolean isHeardAgain =
        last != null && last.silence != null && last.parentId == null && base == AlertStatus.FIRING;
    return new Step(time, base, page || isHeardAgain, null, null);
  }
}
