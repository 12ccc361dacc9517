package io.egresslens.alert;

import io.egresslens.flow.Action;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@link Findings} as bytes. */
final class KeptBytes {
  private KeptBytes() {}

  static void write(Findings findings, DataOutputStream out) throws IOException {
    write(findings.startsAt(), out);
    write(findings.lastEvent(), out);
    out.writeBoolean(findings.endsAt() != null);
    if (findings.endsAt() != null) {
      write(findings.endsAt(), out);
    }
    out.writeLong(findings.count());
    out.writeLong(findings.sources());
    Told.Texts.write(out, findings.firewallRule());
    Told.Texts.write(out, findings.catalogVersion());
    out.writeInt(findings.evidence().size());
    for (Evidence one : findings.evidence()) {
      Told.Texts.write(out, one.destination());
      out.writeInt(one.port());
      Told.Texts.write(out, one.protocol());
      MemoryBytes.writeText(one.action().name(), out);
      Told.Texts.write(out, one.rule());
      out.writeLong(one.flows());
      write(one.firstSeen(), out);
      write(one.lastSeen(), out);
      out.writeInt(one.sampleSources().size());
      for (String source : one.sampleSources()) {
        MemoryBytes.writeText(source, out);
      }
    }
  }

  static Findings read(DataInputStream in) throws IOException {
    Instant startsAt = instant(in);
    Instant lastEvent = instant(in);
    Instant endsAt = in.readBoolean() ? instant(in) : null;
    long count = in.readLong();
    long sources = in.readLong();
    String rule = Told.Texts.read(in);
    String version = Told.Texts.read(in);
    List<Evidence> evidence = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      evidence.add(
          new Evidence(
              Told.Texts.read(in),
              in.readInt(),
              Told.Texts.read(in),
              Action.valueOf(MemoryBytes.readText(in)),
              Told.Texts.read(in),
              in.readLong(),
              instant(in),
              instant(in),
              texts(in)));
    }
    return new Findings(startsAt, lastEvent, endsAt, count, sources, evidence, rule, version);
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(MemoryBytes.readText(in));
    }
    return texts;
  }

  private static void write(Instant instant, DataOutputStream out) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Instant instant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
