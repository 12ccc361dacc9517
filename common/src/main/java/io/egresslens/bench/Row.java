package io.egresslens.bench;

import io.egresslens.flow.Action;
import java.util.Map;

/**
 * What a {@link Contestant} counted of one key. Two contestants did the same work when their rows
 * are the same.
 *
 * @param firewall in lower case
 * @param destination name or address
 * @param entry id of the catalog entry; null when none matches
 * @param sources distinct source addresses
 * @param rules flows by {@code collection/rule}
 */
public record Row(
    long hourStartMillis,
    String firewall,
    String destination,
    int port,
    String protocol,
    Action action,
    String entry,
    long flows,
    long sources,
    long firstNanos,
    long lastNanos,
    Map<String, Long> rules) {}
