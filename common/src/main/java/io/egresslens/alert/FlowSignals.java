package io.egresslens.alert;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.match.NearMiss;
import io.egresslens.window.Timeline;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** Signals that need nothing but the flows themselves and the catalog. */
final class FlowSignals {
  private static final Set<Expectation> UNEXPECTED =
      EnumSet.of(
          Expectation.OPTED_OUT,
          Expectation.SHARED_SUFFIX,
          Expectation.WRONG_PORT,
          Expectation.UNLISTED);

  static final Predicate<Lane> ANY = lane -> true;
  static final Predicate<Lane> DENIED = lane -> lane.action() == Action.DENY;
  static final Predicate<Lane> ALLOWED = lane -> lane.action() == Action.ALLOW;
  static final Predicate<Lane> REQUIRED = of(Expectation.REQUIRED);
  static final Predicate<Lane> REQUIRED_DENIED = REQUIRED.and(DENIED);
  static final Predicate<Lane> REQUIRED_ALLOWED = REQUIRED.and(ALLOWED);
  static final Predicate<Lane> PROXIED = of(Expectation.PROXIED);
  static final Predicate<Lane> UNLISTED = of(Expectation.UNLISTED);
  static final Predicate<Lane> SHARED_ALLOWED = of(Expectation.SHARED_SUFFIX).and(ALLOWED);
  static final Predicate<Lane> UNEXPECTED_DENIED =
      DENIED.and(lane -> UNEXPECTED.contains(lane.expectation()));

  /** What shares a suffix has a rule of its own. */
  static final Predicate<Lane> UNEXPECTED_ALLOWED =
      ALLOWED.and(lane -> UNEXPECTED.contains(lane.expectation())).and(SHARED_ALLOWED.negate());

  /** What is denied though required, or seen though proxied, has a rule of its own. */
  static final Predicate<Lane> CAN_FLIP = REQUIRED.or(PROXIED).negate();

  private FlowSignals() {}

  private static Predicate<Lane> of(Expectation expectation) {
    return lane -> lane.expectation() == expectation;
  }

  /** The panes whose start fits. */
  static Timeline where(Timeline timeline, LongPredicate fits) {
    Tally chosen = new Tally();
    for (int i = 0; i < timeline.panes(); i++) {
      if (fits.test(timeline.starts()[i])) {
        chosen.add(timeline.starts()[i], timeline.flows()[i]);
      }
    }
    return chosen.timeline();
  }

  /** Bad flows, nothing good: it ends by being quiet while the cluster goes on. */
  private static Signal untilQuiet(Timeline bad, Scene scene) {
    return new Signal(bad, Timeline.EMPTY, scene.pulse());
  }

  /**
   * Denied is bad. Allowed is good once nothing that was denied in the hour before is still so: of
   * an entry with many names, one that is allowed says nothing of another that is denied.
   */
  static Signal requiredDenied(Scene scene) {
    Timeline bad = scene.panes(REQUIRED_DENIED);
    if (bad.isEmpty()) {
      return untilQuiet(bad, scene);
    }
    Timeline allowed = scene.panes(REQUIRED_ALLOWED);
    List<Timeline[]> faces = scene.memory().faces(REQUIRED_DENIED, REQUIRED_ALLOWED);
    Map<Long, Set<Integer>> deniedAt = new HashMap<>();
    Map<Long, Set<Integer>> allowedAt = new HashMap<>();
    TreeSet<Long> panes = new TreeSet<>();
    for (int face = 0; face < faces.size(); face++) {
      put(faces.get(face)[0], face, deniedAt, panes);
      put(faces.get(face)[1], face, allowedAt, panes);
    }
    Map<Integer, Long> open = new HashMap<>();
    Set<Long> healed = new TreeSet<>();
    for (long pane : panes) {
      allowedAt.getOrDefault(pane, Set.of()).forEach(open::remove);
      deniedAt.getOrDefault(pane, Set.of()).forEach(face -> open.put(face, pane));
      open.values().removeIf(last -> last < pane - SubjectKind.LOOK_BACK.toMillis());
      if (open.isEmpty()) {
        healed.add(pane);
      }
    }
    return new Signal(bad, where(allowed, healed::contains), scene.pulse());
  }

  private static void put(
      Timeline timeline, int face, Map<Long, Set<Integer>> at, Set<Long> panes) {
    for (long start : timeline.starts()) {
      at.computeIfAbsent(start, any -> new TreeSet<>()).add(face);
      panes.add(start);
    }
  }

  static Signal proxiedSeenDirect(Scene scene) {
    return untilQuiet(scene.panes(PROXIED), scene);
  }

  static Signal sharedSuffixUnknown(Scene scene) {
    return untilQuiet(scene.panes(SHARED_ALLOWED), scene);
  }

  static Signal lookalike(Scene scene) {
    Timeline seen = scene.panes(UNLISTED);
    return untilQuiet(isLookalike(scene) ? seen : Timeline.EMPTY, scene);
  }

  /**
   * Bad are the flows soon after a destination was allowed for the first time ever, if by then its
   * cluster had been known for long enough. So it is bad once in its life.
   */
  static Signal unexpectedAllowed(Scene scene) {
    Timeline seen = scene.panes(UNEXPECTED_ALLOWED);
    long first = scene.memory().firstSeen(ALLOWED);
    long known = scene.cluster().firstSeen(ANY);
    long learnFor = millis(scene, AlertRule.UNEXPECTED_ALLOWED, AlertOption.LEARN_FOR);
    if (seen.isEmpty() || first - learnFor < known || isLookalike(scene)) {
      return untilQuiet(Timeline.EMPTY, scene);
    }
    long newFor = millis(scene, AlertRule.UNEXPECTED_ALLOWED, AlertOption.NEW_FOR);
    return untilQuiet(seen.between(Long.MIN_VALUE, first + newFor), scene);
  }

  /** Bad is the use of an entry that ends soon, and that no later version carries on. */
  static Signal catalogRetirement(Scene scene) {
    long end = end(scene);
    if (end == Long.MAX_VALUE) {
      return untilQuiet(Timeline.EMPTY, scene);
    }
    long warn = millis(scene, AlertRule.CATALOG_RETIREMENT, AlertOption.WARN_WITHIN);
    return untilQuiet(scene.panes(ANY).between(end - warn, end), scene);
  }

  /** When the subject's entry ends for good, epoch milliseconds; the largest number for never. */
  static long end(Scene scene) {
    List<CatalogEntry> versions = scene.rules().entry(scene.subject().name());
    Instant end = versions.isEmpty() ? null : versions.get(versions.size() - 1).validTo();
    return end == null ? Long.MAX_VALUE : end.toEpochMilli();
  }

  /** Bad are panes with records that could not be read, while these are too large a share. */
  static Signal parseFailures(Scene scene) {
    Timeline failed = scene.memory().failed();
    Timeline succeeded = scene.memory().succeeded();
    long window = millis(scene, AlertRule.PARSE_FAILURES, AlertOption.WINDOW);
    double share =
        scene.rules().number(AlertRule.PARSE_FAILURES, AlertOption.SHARE, scene.subject());
    long least =
        scene.rules().count(AlertRule.PARSE_FAILURES, AlertOption.MINIMUM_FLOWS, scene.subject());
    Timeline bad =
        where(
            failed,
            start -> {
              double failures = failed.between(start - window + 1, start + 1).total();
              double others = succeeded.between(start - window + 1, start + 1).total();
              return failures >= least && failures > share * (failures + others);
            });
    return new Signal(bad, Timeline.EMPTY, failed.plus(succeeded));
  }

  /** Bad from a refused change until one that is taken up; being quiet does not mend it. */
  static Signal catalogRejected(Scene scene) {
    return new Signal(scene.memory().failed(), scene.memory().succeeded(), Timeline.EMPTY);
  }

  /** What the subject's name was close to when it was first seen; null for nothing. */
  static NearMiss nearMiss(Scene scene) {
    return scene.rules().nearMiss(scene.subject(), scene.memory().firstSeen(ANY));
  }

  private static boolean isLookalike(Scene scene) {
    NearMiss near = nearMiss(scene);
    return near != null && near.lookalike();
  }

  static long millis(Scene scene, AlertRule rule, AlertOption option) {
    return scene.rules().duration(rule, option, scene.subject()).toMillis();
  }
}
