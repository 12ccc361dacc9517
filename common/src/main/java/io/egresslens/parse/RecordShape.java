package io.egresslens.parse;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.FlowKind;

/**
 * What records say that differ in nothing but the values cut out by a {@link RunLearner}; of the
 * values that such records need not have, whether each was read off a place of its own.
 */
record RecordShape(
    Category category,
    FlowKind kind,
    Action action,
    boolean firewallVaries,
    String firewall,
    String protocol,
    String rule,
    boolean url,
    boolean source,
    boolean destinationVaries,
    boolean destination,
    long destinationHigh,
    long destinationLow,
    boolean portVaries,
    int port,
    boolean hostVaries) {}
