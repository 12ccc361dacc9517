package io.egresslens.match;

import io.egresslens.catalog.Cloud;
import java.util.ArrayList;
import java.util.List;

/**
 * One question to a matcher and the best answers so far. Lives for one call; the only object that a
 * call makes.
 */
final class Search {
  private final Cloud cloud;
  private final String protocol;
  private final int port;
  private final String path;
  private final long epochMillis;

  /** Where every rule whose names fit is noted; null when only the winner is asked for. */
  private final List<Rule> seen;

  private Rule best;
  private Rule bestOnOtherPort;

  Search(Cloud cloud, String protocol, int port, String path, long epochMillis, List<Rule> seen) {
    this.cloud = cloud;
    this.protocol = protocol;
    this.port = port;
    this.path = path;
    this.epochMillis = epochMillis;
    this.seen = seen;
  }

  /** Offers those of the suspects whose pattern really fits. */
  void compare(Rule[] suspects, String host) {
    for (Rule rule : suspects) {
      if (rule.pattern.matchesHost(host)) {
        offer(rule);
      }
    }
  }

  void offer(Rule rule) {
    if (seen != null) {
      seen.add(rule);
    }
    Standing standing = standing(rule);
    if (standing == Standing.WINS) {
      best = better(rule, best);
    } else if (standing == Standing.OTHER_PORT) {
      bestOnOtherPort = better(rule, bestOnOtherPort);
    }
  }

  Match answer() {
    if (best != null) {
      return best.fit(path != null);
    }
    return bestOnOtherPort == null ? null : bestOnOtherPort.onOtherPort();
  }

  List<Candidate> candidates() {
    List<Rule> byRank = new ArrayList<>(seen);
    byRank.sort((a, b) -> a == b ? 0 : before(a, b) ? -1 : 1);
    if (byRank.remove(best)) {
      byRank.add(0, best);
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Rule rule : byRank) {
      Standing alone = standing(rule);
      boolean outranked = alone == Standing.WINS && rule != best;
      String match = rule.pattern == null ? rule.entry.match() : rule.pattern.text();
      candidates.add(new Candidate(rule.entry, match, outranked ? Standing.OUTRANKED : alone));
    }
    return candidates;
  }

  private Standing standing(Rule rule) {
    return rule.standing(cloud, protocol, port, path, epochMillis);
  }

  private Rule better(Rule rule, Rule other) {
    return other == null || before(rule, other) ? rule : other;
  }

  private boolean before(Rule a, Rule b) {
    return a.ranksBefore(b, path != null);
  }
}
