package io.egresslens.parse;

import io.egresslens.flow.Flow;

/** What tables of expected flows compare: the JSON from {@code kind} on, in single quotes. */
final class FlowBodies {
  private FlowBodies() {}

  static String of(Flow flow) {
    String line = FlowFields.FLOW.toLine(flow).replace('"', '\'');
    return line.substring(line.indexOf("'kind'"), line.lastIndexOf(",'format'"));
  }
}
