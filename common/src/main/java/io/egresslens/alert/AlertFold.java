package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * All that the past of a signal means to its future: what {@link AlertMachine#fold} leaves of panes
 * that nobody looks at any more. Immutable.
 *
 * @param open what had not ended; null for nothing
 * @param flap a stretch of going on and off that may go on; null for none
 * @param lastPage when somebody was last woken; {@link Episode#NEVER} for never
 * @param firings when it fired lately, ascending, since it last was flapping
 */
public record AlertFold(Spell open, Flap flap, long lastPage, long[] firings) {
  /** Of nothing. */
  public static final AlertFold NONE = new AlertFold(null, null, NEVER, new long[0]);

  /**
   * A stretch of going on and off.
   *
   * @param startsAt start of the first bad pane of the firing that made it flapping
   * @param firedAt when that fired
   * @param lastBad end of the last bad pane
   * @param lastEnd when it last went off
   * @param end why
   * @param count flows
   * @param firings how often it fired, with those that made it flapping
   */
  record Flap(
      long startsAt,
      long firedAt,
      long lastBad,
      long lastEnd,
      Episode.End end,
      long count,
      int firings) {}

  /** Whether it means nothing. */
  public boolean isNone() {
    return equals(NONE);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte((open == null ? 0 : 1) | (flap == null ? 0 : 2));
    if (open != null) {
      out.writeLong(open.startsAt());
      out.writeLong(open.enoughAt());
      out.writeLong(open.lastBad());
      out.writeLong(open.count());
      out.writeLong(open.quiet());
      out.writeLong(open.quietTo());
    }
    if (flap != null) {
      out.writeLong(flap.startsAt);
      out.writeLong(flap.firedAt);
      out.writeLong(flap.lastBad);
      out.writeLong(flap.lastEnd);
      MemoryBytes.writeText(flap.end.name(), out);
      out.writeLong(flap.count);
      out.writeInt(flap.firings);
    }
    out.writeLong(lastPage);
    out.writeInt(firings.length);
    for (long firing : firings) {
      out.writeLong(firing);
    }
  }

  static AlertFold read(DataInputStream in) throws IOException {
    int parts = in.readByte();
    Spell open =
        (parts & 1) == 0
            ? null
            : Spell.open(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    Flap flap =
        (parts & 2) == 0
            ? null
            : new Flap(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                Episode.End.valueOf(MemoryBytes.readText(in)),
                in.readLong(),
                in.readInt());
    long lastPage = in.readLong();
    long[] firings = new long[in.readInt()];
    for (int i = 0; i < firings.length; i++) {
      firings[i] = in.readLong();
    }
    return new AlertFold(open, flap, lastPage, firings);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlertFold that
        && java.util.Objects.equals(open, that.open)
        && java.util.Objects.equals(flap, that.flap)
        && lastPage == that.lastPage
        && Arrays.equals(firings, that.firings);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hash(open, flap, lastPage, Arrays.hashCode(firings));
  }
}
