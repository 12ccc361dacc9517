package io.egresslens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  /** Also of the bytes that differ from a line feed in one bit. */
  @Test
  void lineFeedsAreCountedWhereverTheyStand() {
    byte[] near = {'\n', 0x0b, 0x08, 0x0e, 0x02, 0x1a, 0x2a, 0x4a, (byte) 0x8a, 0, (byte) 0xff};
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(60)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = near[random.nextInt(near.length)];
      }
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      int feeds = 0;
      for (int i = from; i < to; i++) {
        feeds += bytes[i] == '\n' ? 1 : 0;
      }
      assertThat(JsonText.countLines(bytes, from, to)).as("seed %s", seed).isEqualTo(feeds);
    }
  }
}
