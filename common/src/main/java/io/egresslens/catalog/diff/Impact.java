package io.egresslens.catalog.diff;

import io.egresslens.classify.Expectation;
import io.egresslens.classify.Verdict;
import io.egresslens.flow.Action;
import io.egresslens.flow.Labels;
import java.time.Instant;
import java.util.Objects;

/**
 * What another catalog would say of recorded flows of one sort: from one cluster to one
 * destination, port and protocol, with one action of the firewall and one judgement by each
 * catalog.
 *
 * @param key what the flows have in common
 * @param flows how many
 * @param mostSources the most sources in one summary: there were as many, perhaps more
 * @param firstSeen when the first was
 * @param lastSeen when the last was
 * @param uncertainFlows those of summaries whose judgement hangs on more than a summary holds: a
 *     visible path, or the time of each flow
 */
public record Impact(
    Key key,
    long flows,
    long mostSources,
    Instant firstSeen,
    Instant lastSeen,
    long uncertainFlows) {

  /** What a change means for who looks after the firewall, the most urgent first. */
  public enum Meaning {
    /** Becomes required, and the firewall denies it today. */
    REQUIRED_AND_DENIED,
    BECOMES_REQUIRED,
    /** Nobody expected it; somebody will. */
    BECOMES_EXPECTED,
    /** Was expected; nobody will. */
    BECOMES_UNEXPECTED,
    OTHER_EXPECTATION,
    /** Judged alike, by another entry. */
    OTHER_ENTRY;

    private final String label = Labels.kebab(name());

    /** Spelling in reports: lower-case kebab. */
    public String label() {
      return label;
    }
  }

  /**
   * What a catalog says.
   *
   * @param entry id of the entry; null when none matched
   */
  public record Said(Expectation expectation, Verdict verdict, String entry) {
    public Said {
      Objects.requireNonNull(expectation, "expectation");
      Objects.requireNonNull(verdict, "verdict");
    }
  }

  /**
   * What flows of one sort have in common. Absent parts are null, an absent port is 0.
   *
   * @param before what the old catalog says
   * @param after what the new one says; never the same
   */
  public record Key(
      String cluster,
      String destination,
      int port,
      String protocol,
      Action action,
      Said before,
      Said after) {
    public Key {
      Objects.requireNonNull(cluster, "cluster");
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
    }

    /** What the change means. */
    public Meaning meaning() {
      if (before.expectation() == after.expectation()) {
        return Meaning.OTHER_ENTRY;
      }
      if (after.expectation() == Expectation.REQUIRED) {
        return action == Action.DENY ? Meaning.REQUIRED_AND_DENIED : Meaning.BECOMES_REQUIRED;
      }
      boolean wasUnexpected = isUnexpected(before.verdict());
      if (wasUnexpected == isUnexpected(after.verdict())) {
        return Meaning.OTHER_EXPECTATION;
      }
      return wasUnexpected ? Meaning.BECOMES_EXPECTED : Meaning.BECOMES_UNEXPECTED;
    }

    private static boolean isUnexpected(Verdict verdict) {
      return verdict == Verdict.UNEXPECTED_ALLOWED || verdict == Verdict.UNEXPECTED_DENIED;
    }
  }

  public Impact {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(firstSeen, "firstSeen");
    Objects.requireNonNull(lastSeen, "lastSeen");
  }
}
