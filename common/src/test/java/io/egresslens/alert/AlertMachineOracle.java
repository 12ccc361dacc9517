package io.egresslens.alert;

import io.egresslens.window.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link AlertMachine} does, second by second: slow, with one variable for each thing that its
 * class note speaks of, and for traces that are over and after which it was quiet for long.
 */
final class AlertMachineOracle {
  private final AlertPolicy policy;
  private final int paneSeconds;
  private final Map<Long, Long> bad;
  private final Map<Long, Long> good;
  private final Map<Long, Long> lively;
  private final List<String> story = new ArrayList<>();

  /** The condition. */
  private boolean open;

  private boolean fired;
  private long startsAt;
  private long lastBadEnd;
  private long enoughAt;
  private long count;
  private long clock;
  private long dark;

  /** Pages. */
  private long lastPage = -1;

  private boolean pageHeldBack;

  /** Flapping. */
  private final List<Long> firings = new ArrayList<>();

  private boolean flapping;
  private boolean steady;
  private long flapStart;
  private long lastFiring;
  private long lastEnd;
  private long flapCount;
  private List<String> flapLines = new ArrayList<>();
  private final List<String> spellLines = new ArrayList<>();

  private AlertMachineOracle(Signal signal, AlertPolicy policy, int paneSeconds) {
    this.policy = policy;
    this.paneSeconds = paneSeconds;
    this.bad = seconds(signal.bad());
    this.good = seconds(signal.good());
    this.lively = seconds(signal.lively());
  }

  /** What happened, a line each, by start of the episode. */
  static List<String> story(Signal signal, AlertPolicy policy, int paneSeconds, long to) {
    AlertMachineOracle oracle = new AlertMachineOracle(signal, policy, paneSeconds);
    for (long second = 0; second <= to; second++) {
      oracle.second(second);
    }
    oracle.story.sort(Comparator.comparingLong(line -> Long.parseLong(line.split(" ")[0])));
    return oracle.story;
  }

  private void second(long now) {
    long within = policy.flapWithin().toSeconds();
    boolean off = !(open && fired);
    if (flapping && off && now == lastEnd + within) {
      flapLines.add("ENDED " + now);
      tell(flapStart, lastEnd, flapCount, flapLines);
      flapping = false;
      firings.clear();
    }
    long heldUntil = startsAt + policy.holdFor().toSeconds();
    if (open && !fired && enoughAt >= 0 && now == Math.max(heldUntil, enoughAt)) {
      fire(now, within);
    }
    boolean paneStarts = now % paneSeconds == 0;
    if (paneStarts && open && !bad.containsKey(now) && now >= lastBadEnd) {
      boolean quiet = lively.containsKey(now) && clock >= policy.keepFiringFor().toSeconds();
      if (good.containsKey(now) || quiet) {
        end(now);
      }
    }
    if (open && fired) {
      pages(now, within);
    }
    if (paneStarts && bad.containsKey(now)) {
      bad(now);
    }
    if (open && now >= lastBadEnd) {
      tick(now);
    }
  }

  private void fire(long now, long within) {
    fired = true;
    lastFiring = now;
    if (flapping) {
      return;
    }
    firings.removeIf(firing -> now - firing >= within);
    firings.add(now);
    if (firings.size() >= policy.flapCount()) {
      flapping = true;
      steady = false;
      flapStart = startsAt;
      flapCount = 0;
      flapLines = new ArrayList<>(List.of("FLAPPING " + now));
      return;
    }
    pageHeldBack = lastPage >= 0 && now - lastPage < within;
    spellLines.add("FIRED " + now + (pageHeldBack ? "" : " page"));
    if (!pageHeldBack) {
      lastPage = now;
    }
  }

  private void pages(long now, long within) {
    if (flapping && !steady) {
      if (now == lastFiring + within) {
        steady = true;
        flapLines.add("STEADY " + now + " page");
        lastPage = now;
        pageHeldBack = false;
      }
      return;
    }
    long again = policy.renotifyEvery().toSeconds();
    boolean due =
        pageHeldBack
            ? now == lastPage + within
            : again > 0 && now > lastPage && now == lastPage + again;
    if (due) {
      (steady ? flapLines : spellLines).add("PAGED " + now + " page");
      lastPage = now;
      pageHeldBack = false;
    }
  }

  private void end(long now) {
    open = false;
    if (!fired) {
      return;
    }
    if (flapping) {
      flapCount += count;
      lastEnd = now;
      if (steady) {
        flapLines.add("ENDED " + now);
        tell(flapStart, now, flapCount, flapLines);
        flapping = false;
        steady = false;
        firings.clear();
      }
      return;
    }
    spellLines.add("ENDED " + now);
    tell(startsAt, now, count, spellLines);
    spellLines.clear();
  }

  private void tell(long start, long end, long flows, List<String> what) {
    what.forEach(line -> story.add(start + " to " + end + ", " + flows + " flows: " + line));
  }

  private void bad(long now) {
    if (!open) {
      open = true;
      fired = false;
      startsAt = now;
      count = 0;
      enoughAt = -1;
    }
    count += bad.get(now);
    lastBadEnd = now + paneSeconds;
    clock = 0;
    dark = 0;
    if (enoughAt < 0 && count >= policy.minimumCount()) {
      enoughAt = lastBadEnd;
    }
  }

  /** The second that starts now, for the quiet clock. */
  private void tick(long now) {
    long longest = Math.max(policy.keepFiringFor().toSeconds() / 2, paneSeconds);
    if (lively.containsKey(now - now % paneSeconds)) {
      clock++;
      dark = 0;
      return;
    }
    if (dark < longest) {
      clock++;
    }
    dark++;
  }

  private static Map<Long, Long> seconds(Timeline timeline) {
    Map<Long, Long> panes = new HashMap<>();
    for (int i = 0; i < timeline.panes(); i++) {
      panes.put(timeline.starts()[i] / 1000, timeline.flows()[i]);
    }
    return panes;
  }
}
