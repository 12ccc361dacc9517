package io.egresslens.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;

/** Flows and dead letters as lines of JSON; {@link FlowFields} says what is in them. */
public final class FlowJson {
  private FlowJson() {}

  /** The flow as one line, without line end. */
  public static String toLine(Flow flow) {
    return new String(FlowFields.FLOW.toJson(flow), US_ASCII);
  }

  /** The dead letter as one line, without line end. */
  public static String toLine(DeadLetter letter) {
    return new String(FlowFields.DEAD_LETTER.toJson(letter), US_ASCII);
  }
}
