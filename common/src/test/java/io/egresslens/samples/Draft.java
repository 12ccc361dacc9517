package io.egresslens.samples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A sample file while it is written: its bytes, and an entry for every record in them. */
final class Draft {
  /**
   * A record's text on its way into a file.
   *
   * @param text JSON, or what a fault left of it
   */
  record Piece(String text, Envelope envelope, Sample sample) {
    static Piece of(Envelope envelope, Sample sample) {
      return new Piece(envelope.record(sample), envelope, sample);
    }

    /** The same piece with other text. */
    Piece text(String changed) {
      return new Piece(changed, envelope, sample);
    }
  }

  private final String path;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Entry> entries = new ArrayList<>();
  private long line = 1;

  Draft(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  List<Entry> entries() {
    return entries;
  }

  /** One record on a line of its own. */
  Draft line(Envelope envelope, Sample sample) {
    return line(Piece.of(envelope, sample));
  }

  Draft line(Piece piece) {
    enter(piece, 0, null);
    return text(piece.text() + "\n");
  }

  /** Records on one line between a head and a tail, such as <code>{"records":[</code>. */
  Draft wrapped(String head, List<Piece> pieces, String tail) {
    return wrapped(head, pieces, tail, null);
  }

  /**
   * The same as a message.
   *
   * @param broker the broker's time of the message, null outside Event Hubs
   */
  Draft wrapped(String head, List<Piece> pieces, String tail, Instant broker) {
    StringBuilder text = new StringBuilder(head);
    for (int i = 0; i < pieces.size(); i++) {
      enter(pieces.get(i), i, broker);
      text.append(i == 0 ? "" : ",").append(pieces.get(i).text());
    }
    return text(text.append(tail).append('\n').toString());
  }

  /** Bytes as they are, without a record in them. */
  Draft text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(utf8);
    for (byte b : utf8) {
      line += b == '\n' ? 1 : 0;
    }
    return this;
  }

  /** Enters a record whose text the caller writes. */
  Draft enter(Piece piece, int record, Instant broker) {
    Sample sample = piece.sample();
    Duration behind =
        broker == null || sample.time() == null || sample.meant().reason() != null
            ? null
            : Duration.between(sample.time(), broker);
    entries.add(new Entry(path, line, record, piece.envelope(), sample, behind));
    return this;
  }
}
