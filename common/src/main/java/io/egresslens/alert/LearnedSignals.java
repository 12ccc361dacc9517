package io.egresslens.alert;

import static io.egresslens.alert.FlowSignals.ANY;
import static io.egresslens.alert.FlowSignals.millis;
import static io.egresslens.alert.FlowSignals.where;

import io.egresslens.window.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Signals that hold what is seen against what was normal before. What is learnt at one time depends
 * on what was there before that time only: later flows do not change what was concluded of earlier
 * ones.
 */
final class LearnedSignals {
  private static final long MINUTE = SubjectMemory.MINUTE;
  private static final long DAY = SubjectKind.LEARNING.toMillis();
  private static final long HOUR = SubjectKind.LOOK_BACK.toMillis();

  /** A change of the firewall's rules may take this long to reach all of its instances. */
  private static final long PASSAGE = 5 * MINUTE;

  /** Of the normal gaps, the share that is no longer than the one that counts. */
  private static final double MOST = 0.95;

  private LearnedSignals() {}

  /**
   * Bad are the unexpected denies of minutes at which a sliding window holds more than the median
   * and so many deviations of such windows of the day before.
   */
  static Signal unexpectedDeniedSurge(Scene scene) {
    AlertRule rule = AlertRule.UNEXPECTED_DENIED_SURGE;
    Timeline denied = scene.memory().minutes(FlowSignals.UNEXPECTED_DENIED);
    Timeline lively = scene.memory().minutes(ANY);
    long window = Math.max(MINUTE, millis(scene, rule, AlertOption.WINDOW) / MINUTE * MINUTE);
    long learnFor = millis(scene, rule, AlertOption.LEARN_FOR);
    long least = scene.rules().count(rule, AlertOption.MINIMUM_FLOWS, scene.subject());
    double factor = scene.rules().number(rule, AlertOption.FACTOR, scene.subject());
    long known = scene.memory().firstSeen(ANY);
    Timeline panes = scene.panes(FlowSignals.UNEXPECTED_DENIED);
    long asked = panes.isEmpty() ? Long.MAX_VALUE : panes.first() - MINUTE;
    Running sums = new Running(denied);
    Running around = new Running(lively);
    Set<Long> over = new HashSet<>();
    for (long minute : denied.between(asked, Long.MAX_VALUE).starts()) {
      long sum = sums.between(minute - window + MINUTE, minute + 1);
      boolean isLearnt = minute - learnFor >= known;
      if (sum >= least && isLearnt && isOver(sum, sums, around, minute, window, factor)) {
        over.add(minute);
      }
    }
    Timeline bad = where(panes, start -> over.contains(Math.floorDiv(start, MINUTE) * MINUTE));
    return new Signal(bad, Timeline.EMPTY, scene.pulse());
  }

  /** Of the windows before the one that ends with the minute, those count that saw anything. */
  private static boolean isOver(
      long sum, Running denied, Running lively, long minute, long window, double factor) {
    long end = minute - window + MINUTE;
    double[] normal = new double[(int) (DAY / window) + 1];
    int windows = 0;
    int noLess = 0;
    for (long start = end - window; start >= minute - DAY; start -= window) {
      if (lively.between(start, start + window) > 0) {
        long then = denied.between(start, start + window);
        normal[windows++] = then;
        noLess += then >= sum ? 1 : 0;
      }
    }
    if (2 * noLess > windows + 1) {
      return false;
    }
    double[] values = Arrays.copyOf(normal, windows);
    double median = median(values);
    double deviation = median(Arrays.stream(values).map(n -> Math.abs(n - median)).toArray());
    return sum > median + factor * deviation;
  }

  /** A timeline of which many stretches are asked for, one near the other. Not thread-safe. */
  private static final class Running {
    private final long[] starts;
    private final long[] before;
    private int near;

    Running(Timeline timeline) {
      starts = timeline.starts();
      before = new long[starts.length + 1];
      for (int i = 0; i < starts.length; i++) {
        before[i + 1] = before[i] + timeline.flows()[i];
      }
    }

    /** Flows of the panes that start in {@code [from, to)}. */
    long between(long from, long to) {
      return from >= to ? 0 : before[indexOf(to)] - before[indexOf(from)];
    }

    /**
     * Index of the first pane that starts no earlier: by steps where it is near, else by halves.
     */
    private int indexOf(long start) {
      for (int steps = 16; steps > 0; steps--) {
        if (near > 0 && starts[near - 1] >= start) {
          near--;
        } else if (near < starts.length && starts[near] < start) {
          near++;
        } else {
          return near;
        }
      }
      near = place(starts, start);
      return near;
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    if (values.length == 0) {
      return 0;
    }
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /**
   * Bad are the panes in which the cluster was seen and a required entry was not, though by its
   * rhythm it should have been. Gaps are counted in minutes in which the cluster was seen: what
   * stops with the feed, or sleeps with the cluster, is not silent. It must have been seen through
   * half of the time that its cluster was, in enough minutes, to have a rhythm.
   */
  static Signal requiredSilent(Scene scene) {
    Timeline seen = scene.memory().minutes(FlowSignals.REQUIRED);
    Timeline panes = scene.panes(FlowSignals.REQUIRED);
    Timeline pulse = scene.pulse();
    long[] lively = scene.cluster().minutes(ANY).starts();
    long pane = scene.rules().settings().pane().toMillis();
    long least =
        Math.max(1, millis(scene, AlertRule.REQUIRED_SILENT, AlertOption.MINIMUM_GAP) / MINUTE);
    Tally bad = new Tally();
    for (int i = 0; i < seen.panes(); i++) {
      int at = place(lively, seen.starts()[i]);
      boolean isLast = i + 1 == seen.panes();
      int next = isLast ? lively.length : place(lively, seen.starts()[i + 1]);
      long allowed = next - at > least ? longestGap(scene, seen, i, lively, least) : next - at;
      if (next - at > allowed) {
        long from = lively[(int) (at + allowed)];
        long to =
            isLast
                ? scene.now().completeMillis() - pane + 1
                : firstPane(panes, seen.starts()[i + 1]);
        for (long start : pulse.between(from, Math.max(from, to)).starts()) {
          bad.add(start, 1);
        }
      }
    }
    return new Signal(bad.timeline(), panes, pulse);
  }

  /**
   * Bad is the pane at which a gap became too long, for its length and by the feed's rhythm; good
   * is any flow. What was seen in too few minutes of the day before has no rhythm.
   */
  static Signal feedSilent(Scene scene) {
    AlertRule rule = AlertRule.FEED_SILENT;
    Timeline seen = scene.panes(ANY);
    Timeline minutes = scene.memory().minutes(ANY);
    long least = millis(scene, rule, AlertOption.GAP);
    long pane = scene.rules().settings().pane().toMillis();
    Tally silent = new Tally();
    for (int i = 0; i < seen.panes(); i++) {
      long last = seen.starts()[i];
      boolean isLast = i + 1 == seen.panes();
      long next = isLast ? scene.now().reachedMillis() + 1 : seen.starts()[i + 1];
      if (last + least + 2 * pane <= next) {
        long allowed = Math.max(least, normalGap(scene, minutes, last));
        long overdue = last + pane + allowed;
        if (allowed < DAY && overdue + pane <= next) {
          silent.add(Math.floorDiv(overdue + pane - 1, pane) * pane, 1);
        }
      }
    }
    return new Signal(silent.timeline(), seen, seen);
  }

  /** So many times the gap that most of a day's gaps do not exceed; a day where there is none. */
  private static long normalGap(Scene scene, Timeline minutes, long last) {
    AlertRule rule = AlertRule.FEED_SILENT;
    long[] before = minutes.between(last - DAY, last + 1).starts();
    long occurrences = scene.rules().count(rule, AlertOption.OCCURRENCES, scene.subject());
    if (before.length < occurrences
        || last - before[0] < millis(scene, rule, AlertOption.LEARN_FOR)) {
      return DAY;
    }
    long[] gaps = new long[before.length - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = before[i + 1] - before[i];
    }
    Arrays.sort(gaps);
    double factor = scene.rules().number(rule, AlertOption.FACTOR, scene.subject());
    return (long) (factor * (gaps.length == 0 ? 0 : gaps[(int) Math.ceil(MOST * gaps.length) - 1]));
  }

  /** How many lively minutes after this sighting are too many; the largest number for no rhythm. */
  private static long longestGap(
      Scene scene, Timeline seen, int sighting, long[] lively, long least) {
    AlertRule rule = AlertRule.REQUIRED_SILENT;
    long last = seen.starts()[sighting];
    long[] before = seen.between(last - DAY, last + 1).starts();
    int observed = place(lively, last) - place(lively, last - DAY) + 1;
    int span = place(lively, last) - place(lively, before[0]) + 1;
    long occurrences = scene.rules().count(rule, AlertOption.OCCURRENCES, scene.subject());
    long learnFor = millis(scene, rule, AlertOption.LEARN_FOR) / MINUTE;
    if (before.length < occurrences || span < learnFor || 2 * span < observed) {
      return Long.MAX_VALUE;
    }
    int[] gaps = new int[before.length - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = place(lively, before[i + 1]) - place(lively, before[i]);
    }
    Arrays.sort(gaps);
    int normal = gaps.length == 0 ? 1 : gaps[(int) Math.ceil(MOST * gaps.length) - 1];
    double factor = scene.rules().number(rule, AlertOption.FACTOR, scene.subject());
    return Math.max(least, (long) Math.ceil(factor * normal));
  }

  private static int place(long[] starts, long start) {
    int found = Arrays.binarySearch(starts, start);
    return found < 0 ? -found - 1 : found;
  }

  /** The first pane of a minute, as far as it is still known. */
  private static long firstPane(Timeline panes, long minute) {
    Timeline within = panes.between(minute, minute + MINUTE);
    return within.isEmpty() ? minute : within.first();
  }

  /**
   * Bad is the pane at which allowed became denied, or denied allowed. Before it there must have
   * been only the one for long enough, and after it only the other, in enough panes each; between
   * them may be a short passage. What is now allowed and now denied is mixed, and no change.
   */
  static Signal verdictFlip(Scene scene) {
    AlertRule rule = AlertRule.VERDICT_FLIP;
    long panes = scene.rules().count(rule, AlertOption.PANES, scene.subject());
    long calmFor = millis(scene, rule, AlertOption.CALM_FOR);
    Timeline allowed = scene.panes(FlowSignals.ALLOWED.and(FlowSignals.CAN_FLIP));
    Timeline denied = scene.panes(FlowSignals.DENIED.and(FlowSignals.CAN_FLIP));
    if (allowed.isEmpty() || denied.isEmpty()) {
      return new Signal(Timeline.EMPTY, Timeline.EMPTY, scene.pulse());
    }
    Timeline both = allowed.plus(denied);
    Tally flips = new Tally();
    List<Run> settled =
        runs(allowed, denied).stream().filter(run -> run.panes().panes() >= panes).toList();
    for (int i = 1; i < settled.size(); i++) {
      Run before = settled.get(i - 1);
      Run after = settled.get(i);
      long start = after.panes().first();
      Timeline calm = before.panes().between(start - HOUR, start);
      boolean isCalm =
          calm.panes() >= panes && (calm.first() <= start - calmFor || isFirst(before, scene));
      boolean isShort = passage(both, before, start) <= PASSAGE;
      if (before.isAllowed() != after.isAllowed() && isCalm && isShort) {
        flips.add(start, after.panes().flows()[0]);
      }
    }
    return new Signal(flips.timeline(), Timeline.EMPTY, scene.pulse());
  }

  /** What a flip is to: whether the pane that starts then has allowed flows. */
  static boolean isAllowedAt(Scene scene, long start) {
    return !scene
        .panes(FlowSignals.ALLOWED.and(FlowSignals.CAN_FLIP))
        .between(start, start + 1)
        .isEmpty();
  }

  /** Panes one after the other in which only the one was seen, or only the other. */
  private record Run(boolean isAllowed, Timeline panes) {}

  private static List<Run> runs(Timeline allowed, Timeline denied) {
    List<Run> runs = new ArrayList<>();
    Timeline both = allowed.plus(denied);
    Tally run = new Tally();
    boolean isAllowed = false;
    int nextAllowed = 0;
    int nextDenied = 0;
    for (int i = 0; i < both.panes(); i++) {
      long start = both.starts()[i];
      boolean allows = nextAllowed < allowed.panes() && allowed.starts()[nextAllowed] == start;
      boolean denies = nextDenied < denied.panes() && denied.starts()[nextDenied] == start;
      nextAllowed += allows ? 1 : 0;
      nextDenied += denies ? 1 : 0;
      boolean isMixed = allows && denies;
      if (!run.isEmpty() && (isMixed || allows != isAllowed)) {
        runs.add(new Run(isAllowed, run.timeline()));
        run = new Tally();
      }
      if (!isMixed) {
        isAllowed = allows;
        run.add(start, both.flows()[i]);
      }
    }
    if (!run.isEmpty()) {
      runs.add(new Run(isAllowed, run.timeline()));
    }
    return runs;
  }

  /** Whether nothing was seen before the run, ever. */
  private static boolean isFirst(Run run, Scene scene) {
    long pane = scene.rules().settings().pane().toMillis();
    return scene.memory().firstSeen(FlowSignals.CAN_FLIP) >= run.panes().first() - pane;
  }

  /** How long neither the run before nor the run after was all that was seen. */
  private static long passage(Timeline both, Run before, long start) {
    Timeline between = both.between(before.panes().last() + 1, start);
    return between.isEmpty() ? 0 : start - between.first();
  }

  /** Bad are the flows of slots at which an hour holds too many names below the domain. */
  static Signal manySubdomains(Scene scene) {
    Timeline seen = scene.panes(FlowSignals.UNLISTED);
    AlertRule rule = AlertRule.MANY_SUBDOMAINS;
    long limit = scene.rules().count(rule, AlertOption.NAMES, scene.subject());
    long slot = SubjectMemory.NAMES_SLOT;
    boolean isKnown = scene.rules().isKnownParent(scene.subject().name());
    Set<Long> over = new HashSet<>();
    for (long start : isKnown ? Set.<Long>of() : scene.memory().nameSlots()) {
      if (scene.memory().names(start + slot - HOUR, start + slot).count() > limit) {
        over.add(start);
      }
    }
    Timeline bad = where(seen, start -> over.contains(Math.floorDiv(start, slot) * slot));
    return new Signal(bad, Timeline.EMPTY, scene.pulse());
  }
}
