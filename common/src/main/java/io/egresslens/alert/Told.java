package io.egresslens.alert;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What has been told of one instance of an alert.
 *
 * @param startsAt when it starts: with the alert, what tells instances apart
 * @param sequence number of the last step
 * @param step the last step; superseded ones keep it, with that status
 * @param firedAt as told
 * @param lastBad end of the last bad pane, as it was last known, told or not
 * @param endsAt as told; {@link Episode#NEVER} while it lasts
 * @param count as told
 * @param cause which firewall rule decided, as told; null for none
 * @param lastPage when somebody was last woken; {@link Episode#NEVER} for never
 */
record Told(
    long startsAt,
    long sequence,
    Step step,
    long firedAt,
    long lastBad,
    long endsAt,
    long count,
    String cause,
    long lastPage) {

  boolean isSuperseded() {
    return step.status() == AlertStatus.SUPERSEDED;
  }

  Told seenUpTo(long bad) {
    return new Told(startsAt, sequence, step, firedAt, bad, endsAt, count, cause, lastPage);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(startsAt);
    out.writeLong(sequence);
    out.writeLong(step.time());
    MemoryBytes.writeText(step.status().name(), out);
    Texts.write(out, step.parentId());
    Texts.write(out, step.silence());
    out.writeLong(firedAt);
    out.writeLong(lastBad);
    out.writeLong(endsAt);
    out.writeLong(count);
    Texts.write(out, cause);
    out.writeLong(lastPage);
  }

  static Told read(DataInputStream in) throws IOException {
    return new Told(
        in.readLong(),
        in.readLong(),
        new Step(
            in.readLong(),
            AlertStatus.valueOf(MemoryBytes.readText(in)),
            false,
            Texts.read(in),
            Texts.read(in)),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        Texts.read(in),
        in.readLong());
  }

  /** Texts that may be missing. */
  static final class Texts {
    private Texts() {}

    static void write(DataOutputStream out, String text) throws IOException {
      out.writeBoolean(text != null);
      if (text != null) {
        MemoryBytes.writeText(text, out);
      }
    }

    static String read(DataInputStream in) throws IOException {
      return in.readBoolean() ? MemoryBytes.readText(in) : null;
    }
  }
}
