package io.egresslens.jobs.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.alert.Observation;
import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.IpAddress;
import io.egresslens.jobs.flow.wire.AlertInput.Intake;
import io.egresslens.jobs.io.Samples;
import io.egresslens.window.PartialSum;
import io.egresslens.window.SourceSet;
import io.egresslens.window.SummaryKey;
import io.egresslens.window.Timeline;
import io.egresslens.window.WindowKey;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class CompactSerializerTest {
  private static final int ROUNDS = 2_000;

  /** As version 1 wrote it; must be readable as long as state of that version may exist. */
  private static final PartialSum KNOWN_SUM =
      new PartialSum(
          new SummaryKey(
              "/f", "c", "ü.example", 443, null, Action.DENY, Expectation.LOCAL, "\u20ac"),
          3_600_000,
          "v1",
          0,
          null,
          300,
          new SourceSet(new long[] {0, 0xffff_0a00_0001L, 0, 0xffff_0a00_0003L}, null),
          Instant.ofEpochSecond(3_600, 7),
          Instant.ofEpochSecond(3_601),
          Map.of("rc/r", 2L));

  private static final String KNOWN_SUM_HEX =
      "0000004d052f66036313fc2e6578616d706c65bb03000108"
          + "0420ac000000000036ee80057631ac0209020000818080500200"
          + "0000000000000e10000000070000000000000e1100000000"
          + "010972632f7202";

  @Test
  void sumsComeBackAsTheyWere() throws IOException {
    TypeSerializer<PartialSum> serializer = serializer(CompactTypeInfo.PARTIAL_SUM);
    for (int seed = 0; seed < ROUNDS; seed++) {
      PartialSum sum = sum(new Random(seed));
      byte[] bytes = bytes(serializer, sum);
      PartialSum read = serializer.deserialize(new DataInputDeserializer(bytes));
      assertThat(read.key()).as("seed %d", seed).isEqualTo(sum.key());
      assertThat(parts(read)).as("seed %d", seed).isEqualTo(parts(sum));
      assertThat(read.sources().packed()).as("seed %d", seed).isEqualTo(sum.sources().packed());
      assertThat(read.sources().sketch()).as("seed %d", seed).isEqualTo(sum.sources().sketch());
      assertThat(bytes(serializer.duplicate(), read)).as("seed %d", seed).isEqualTo(bytes);
      assertThat(copied(serializer, bytes)).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void keysComeBackAsTheyWereAndHaveTheSameBytesOnlyWhenEqual() throws IOException {
    TypeSerializer<WindowKey> serializer = serializer(CompactTypeInfo.WINDOW_KEY);
    Map<String, WindowKey> byBytes = new TreeMap<>();
    for (int seed = 0; seed < ROUNDS; seed++) {
      WindowKey key = new WindowKey(key(new Random(seed)), 3_600_000L * (seed % 3 - 1));
      byte[] bytes = bytes(serializer, key);
      assertThat(serializer.deserialize(new DataInputDeserializer(bytes)))
          .as("seed %d", seed)
          .isEqualTo(key)
          .hasSameHashCodeAs(key);
      assertThat(copied(serializer, bytes)).as("seed %d", seed).isEqualTo(bytes);
      WindowKey same = byBytes.put(HexFormat.of().formatHex(bytes), key);
      assertThat(same == null || same.equals(key)).as("seed %d", seed).isTrue();
      assertThat(bytes(serializer.duplicate(), key)).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void whatAlertsAreMadeOfComesBackAsItWas() throws IOException {
    TypeSerializer<AlertInput> serializer = serializer(CompactTypeInfo.ALERT_INPUT);
    for (int seed = 0; seed < ROUNDS; seed++) {
      AlertInput input = alertInput(new Random(seed));
      byte[] bytes = bytes(serializer, input);
      AlertInput read = serializer.deserialize(new DataInputDeserializer(bytes));
      assertThat(read.firewall()).as("seed %d", seed).isEqualTo(input.firewall());
      assertThat(read.update()).as("seed %d", seed).isEqualTo(input.update());
      assertThat(read.intake()).as("seed %d", seed).isEqualTo(input.intake());
      if (input.observation() != null) {
        assertThat(read.observation().timeline())
            .as("seed %d", seed)
            .isEqualTo(input.observation().timeline());
        assertThat(parts(read.observation().sum()))
            .as("seed %d", seed)
            .isEqualTo(parts(input.observation().sum()));
      }
      assertThat(bytes(serializer.duplicate(), read)).as("seed %d", seed).isEqualTo(bytes);
      assertThat(copied(serializer, bytes)).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  private static AlertInput alertInput(Random random) {
    return switch (random.nextInt(4)) {
      case 0 ->
          AlertInput.of(
              new Intake(random.nextLong(), random.nextInt(9), Map.of("not-json", 1L, "x", 2L)));
      case 1 -> AlertInput.of(Samples.UPDATES.get(random.nextInt(2)));
      default -> AlertInput.of(new Observation(sum(random), timeline(random)));
    };
  }

  private static Timeline timeline(Random random) {
    int panes = random.nextInt(50);
    return new Timeline(
        random.longs(panes, -1L << 40, 1L << 40).sorted().distinct().limit(panes).toArray(),
        random.longs(panes, 1, 1L << random.nextInt(1, 60)).toArray());
  }

  /** A bounded run compares keys by their first bytes. */
  @Test
  void theFirstBytesOfAKeyAreItsHash() throws IOException {
    WindowKey key = new WindowKey(key(new Random(5)), 7_200_000);
    byte[] bytes = bytes(serializer(CompactTypeInfo.WINDOW_KEY), key);
    assertThat(new DataInputDeserializer(bytes).readInt()).isEqualTo(key.hashCode());
  }

  @Test
  void everyActionAndExpectationCanBeWritten() throws IOException {
    TypeSerializer<WindowKey> serializer = serializer(CompactTypeInfo.WINDOW_KEY);
    for (Action action : Action.values()) {
      for (Expectation expectation : Expectation.values()) {
        WindowKey key =
            new WindowKey(new SummaryKey(null, "c", null, 0, null, action, expectation, null), 0);
        assertThat(serializer.deserialize(new DataInputDeserializer(bytes(serializer, key))))
            .isEqualTo(key);
      }
    }
  }

  @Test
  void theFirstVersionIsStillRead() throws IOException {
    TypeSerializerSnapshot<PartialSum> snapshot =
        serializer(CompactTypeInfo.PARTIAL_SUM).snapshotConfiguration();
    snapshot.readSnapshot(
        1, new DataInputDeserializer(new byte[0]), CompactSerializerTest.class.getClassLoader());
    TypeSerializer<PartialSum> serializer = snapshot.restoreSerializer();
    assertThat(
            serializer(CompactTypeInfo.PARTIAL_SUM)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(snapshot)
                .isCompatibleAfterMigration())
        .isTrue();
    byte[] bytes = HexFormat.of().parseHex(KNOWN_SUM_HEX);
    assertThat(serializer.deserialize(new DataInputDeserializer(bytes)))
        .usingRecursiveComparison()
        .isEqualTo(KNOWN_SUM);
  }

  /** State of this version may exist: what it wrote must be read for ever. */
  @Test
  void theSecondVersionIsReadAndWritten() throws IOException {
    TypeSerializer<PartialSum> serializer = serializer(CompactTypeInfo.PARTIAL_SUM);
    PartialSum sum =
        new PartialSum(
            KNOWN_SUM.key(),
            KNOWN_SUM.windowStartMillis(),
            "v1",
            300,
            "a.b",
            300,
            KNOWN_SUM.sources(),
            KNOWN_SUM.firstSeen(),
            KNOWN_SUM.lastSeen(),
            KNOWN_SUM.rules());
    String hex =
        KNOWN_SUM_HEX.replace("0000004d", "00000053").replace("31ac02", "31ac0207612e62ac02");
    assertThat(HexFormat.of().formatHex(bytes(serializer, sum))).isEqualTo(hex);
    assertThat(serializer.deserialize(new DataInputDeserializer(HexFormat.of().parseHex(hex))))
        .usingRecursiveComparison()
        .isEqualTo(sum);
  }

  @Test
  void aSnapshotRestoresASerializerThatFits() throws IOException {
    mustRestore(serializer(CompactTypeInfo.PARTIAL_SUM));
    mustRestore(serializer(CompactTypeInfo.WINDOW_KEY));
    mustRestore(serializer(CompactTypeInfo.ALERT_INPUT));
  }

  private static <T> void mustRestore(TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<T> restored =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()),
            CompactSerializerTest.class.getClassLoader());
    assertThat(restored.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(restored)
                .isCompatibleAsIs())
        .isTrue();
  }

  @Test
  void stateOfANewerFormIsRefused() throws IOException {
    TypeSerializerSnapshot<PartialSum> newer =
        serializer(CompactTypeInfo.PARTIAL_SUM).snapshotConfiguration();
    newer.readSnapshot(
        newer.getCurrentVersion() + 1,
        new DataInputDeserializer(new byte[0]),
        CompactSerializerTest.class.getClassLoader());
    assertThat(
            serializer(CompactTypeInfo.PARTIAL_SUM)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(newer)
                .isIncompatible())
        .isTrue();
  }

  private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
    return type.createSerializer(new SerializerConfigImpl());
  }

  private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  private static byte[] copied(TypeSerializer<?> serializer, byte[] bytes) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(bytes), out);
    return out.getCopyOfBuffer();
  }

  private static PartialSum sum(Random random) {
    Map<String, Long> rules = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      rules.put("rc-" + text(random), random.nextLong() >>> random.nextInt(64));
    }
    return new PartialSum(
        key(random),
        random.nextLong() >> random.nextInt(64),
        "v" + random.nextInt(3),
        random.nextInt(4),
        random.nextBoolean() ? null : "apps-" + random.nextInt(3) + ".example",
        random.nextLong() >>> 1 + random.nextInt(63),
        sources(random),
        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
        rules);
  }

  private static List<Object> parts(PartialSum sum) {
    return List.of(
        sum.windowStartMillis(),
        sum.catalogVersion(),
        sum.generation(),
        String.valueOf(sum.clusterDomain()),
        sum.flows(),
        sum.firstSeen(),
        sum.lastSeen(),
        sum.rules());
  }

  private static SourceSet sources(Random random) {
    SourceSet.Builder sources = new SourceSet.Builder();
    int count = random.nextInt(20) == 0 ? SourceSet.EXACT_LIMIT + 5 : random.nextInt(300);
    for (int i = 0; i < count; i++) {
      sources.add(
          random.nextInt(4) == 0
              ? new IpAddress(random.nextLong(), random.nextLong())
              : IpAddress.ofV4(0x0a000000 + random.nextInt(70_000)));
    }
    return sources.build();
  }

  private static SummaryKey key(Random random) {
    return new SummaryKey(
        absent(random, "/subscriptions/" + "s".repeat(random.nextInt(200)) + random.nextInt(4)),
        "cluster-" + random.nextInt(5),
        absent(random, text(random)),
        random.nextInt(65_536),
        absent(random, random.nextBoolean() ? "https" : "tcp"),
        Action.values()[random.nextInt(Action.values().length)],
        Expectation.values()[random.nextInt(Expectation.values().length)],
        absent(random, "entry." + random.nextInt(1_000)));
  }

  private static String absent(Random random, String text) {
    return random.nextInt(5) == 0 ? null : text;
  }

  /** Latin, beyond it, and halves of pairs alone. */
  private static String text(Random random) {
    char[] chars = new char[random.nextInt(30)];
    int width = new int[] {0x80, 0x100, 0x10000}[random.nextInt(3)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) random.nextInt(width);
    }
    return new String(chars);
  }
}
