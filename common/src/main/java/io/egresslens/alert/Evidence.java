package io.egresslens.alert;

import io.egresslens.flow.Action;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Some of the flows behind an alert: those of one destination with one action.
 *
 * @param destination normal form of name or address; null when the flows had none
 * @param port 0 when there is none
 * @param protocol lower case; null when there is none
 * @param action what the firewall did
 * @param rule {@code collection/rule} that decided most of them; null when no rule did, so that the
 *     default action did
 * @param flows how many
 * @param firstSeen event time of the earliest
 * @param lastSeen event time of the latest
 * @param sampleSources a few of the sources, smallest first
 */
public record Evidence(
    String destination,
    int port,
    String protocol,
    Action action,
    String rule,
    long flows,
    Instant firstSeen,
    Instant lastSeen,
    List<String> sampleSources) {
  /** How many of them an alert shows at most. */
  public static final int LIMIT = 3;

  public Evidence {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(firstSeen, "firstSeen");
    Objects.requireNonNull(lastSeen, "lastSeen");
    sampleSources = List.copyOf(sampleSources);
  }
}
