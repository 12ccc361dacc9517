package io.egresslens.jobs.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.RejectReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LogBlockDeserializerTest {
  private static List<LogBlock> read(byte[] value, long timestamp) {
    List<LogBlock> out = new ArrayList<>();
    TimestampType type =
        timestamp < 0 ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.LOG_APPEND_TIME;
    new LogBlockDeserializer()
        .deserialize(
            new ConsumerRecord<>(
                "logs",
                2,
                41,
                timestamp,
                type,
                0,
                0,
                null,
                value,
                new RecordHeaders(),
                Optional.empty()),
            new ListCollector<>(out));
    return out;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @Test
  void aMessageBecomesABlockWithItsPositionAndTheBrokersTime() {
    LogBlock block = read("{}".getBytes(UTF_8), 1_700_000_000_000L).get(0);
    assertThat(block.source()).isEqualTo("logs");
    assertThat(block.partition()).isEqualTo(2);
    assertThat(block.offset()).isEqualTo(41);
    assertThat(block.timestampMillis()).isEqualTo(1_700_000_000_000L);
    assertThat(block.bytes()).asString(UTF_8).isEqualTo("{}");
  }

  @Test
  void aMessageWithoutTimeHasNone() {
    assertThat(read(new byte[0], -1))
        .extracting(LogBlock::timestampMillis)
        .containsExactly(Long.MIN_VALUE);
  }

  @Test
  void aMessageWithoutValueIsSkipped() {
    assertThat(read(null, 0)).isEmpty();
  }

  @Test
  void aPackedMessageIsOpenedAndADamagedOneIsRefusedNotThrown() throws IOException {
    byte[] packed = gzip("{\"records\":[]}".getBytes(UTF_8));
    assertThat(read(packed, 0).get(0).bytes()).asString(UTF_8).isEqualTo("{\"records\":[]}");
    packed[packed.length - 6] ^= 1;
    assertThat(read(packed, 0))
        .extracting(LogBlock::refusal)
        .containsExactly(RejectReason.NOT_JSON);
  }
}
