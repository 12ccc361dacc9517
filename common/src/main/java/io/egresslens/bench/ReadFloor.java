package io.egresslens.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/** The least that reading can cost: loads every eight bytes once and understands nothing. */
final class ReadFloor implements Contestant {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  @Override
  public long pass(Load load) {
    long sum = 0;
    for (byte[] block : load.blocks()) {
      sum ^= sum(block);
    }
    return sum;
  }

  private static long sum(byte[] block) {
    long sum = 0;
    int at = 0;
    for (; at <= block.length - 8; at += 8) {
      sum ^= (long) WORDS.get(block, at);
    }
    for (; at < block.length; at++) {
      sum ^= block[at];
    }
    return sum;
  }

  @Override
  public List<Row> drain() {
    return List.of();
  }
}
