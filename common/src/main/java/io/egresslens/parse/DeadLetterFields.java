package io.egresslens.parse;

import io.egresslens.flow.FieldTable;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LogPosition;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What is written of a dead letter (design section 8). The bytes stand in {@code raw} when they are
 * UTF-8 and in {@code rawBase64} when not; {@code rawSizeBytes} says how many there were, {@code
 * rawCapBytes}, present when fewer are kept, how many are kept.
 */
public final class DeadLetterFields {
  private static final FieldTable<LogPosition> POSITION =
      FieldTable.<LogPosition>none()
          .with("topic", position -> position.isFile() ? null : position.source())
          .with("partition", position -> position.isFile() ? null : position.partition())
          .with("file", position -> position.isFile() ? position.source() : null)
          .with("offset", LogPosition::offset)
          .with("line", position -> position.line() == 0 ? null : position.line())
          .with("record", LogPosition::record);

  /** Every field of a dead letter. */
  public static final FieldTable<DeadLetter> ALL =
      FieldTable.<DeadLetter>none()
          .with("reason", letter -> letter.reason().label())
          .with("detail", DeadLetter::detail)
          .with("position", DeadLetter::position, POSITION)
          .with("category", DeadLetter::category)
          .with("raw", DeadLetterFields::text)
          .with("rawBase64", DeadLetterFields::base64)
          .with("rawSizeBytes", DeadLetter::rawSizeBytes)
          .with(
              "rawCapBytes",
              letter -> letter.raw().length < letter.rawSizeBytes() ? DeadLetter.RAW_CAP : null);

  private DeadLetterFields() {}

  /** Null when the bytes are no UTF-8. A character that the cap cuts in two is left out. */
  private static String text(DeadLetter letter) {
    boolean cut = letter.raw().length < letter.rawSizeBytes();
    CharBuffer text = CharBuffer.allocate(letter.raw().length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(letter.raw()), text, !cut);
    return result.isError() ? null : text.flip().toString();
  }

  private static String base64(DeadLetter letter) {
    return text(letter) == null ? Base64.getEncoder().encodeToString(letter.raw()) : null;
  }
}
