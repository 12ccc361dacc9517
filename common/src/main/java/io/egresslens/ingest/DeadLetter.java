package io.egresslens.ingest;

import java.util.Objects;

/**
 * A record that we could not turn into a flow. The bytes are capped at {@link #RAW_CAP}, so that a
 * dead letter always fits into a message.
 *
 * @param reason from the closed list
 * @param detail what exactly, in plain words
 * @param position where it stood
 * @param category the category's name as the record spells it, or null when it could not be read
 * @param raw the record's bytes, at most {@link #RAW_CAP} of them
 * @param rawSizeBytes how many bytes the record had
 */
public record DeadLetter(
    RejectReason reason,
    String detail,
    LogPosition position,
    String category,
    byte[] raw,
    long rawSizeBytes) {

  /** How many bytes of a rejected record are kept. */
  public static final int RAW_CAP = 4096;

  public DeadLetter {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(raw, "raw");
    if (raw.length > RAW_CAP) {
      throw new IllegalArgumentException("raw holds " + raw.length + " bytes, cap " + RAW_CAP);
    }
  }

  /** The same with the number of its line. */
  public DeadLetter withLine(long line) {
    LogPosition at =
        new LogPosition(
            position.source(), position.partition(), position.offset(), line, position.record());
    return new DeadLetter(reason, detail, at, category, raw, rawSizeBytes);
  }
}
