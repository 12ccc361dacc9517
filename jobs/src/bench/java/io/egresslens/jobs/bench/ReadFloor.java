package io.egresslens.jobs.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** The least that any reader does: every byte of the file once, eight at a time, on two threads. */
final class ReadFloor implements FileRanges.Reader {
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(256 << 10).order(ByteOrder.LITTLE_ENDIAN);
  private long sum;

  private ReadFloor(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public void read(long from, long to) throws IOException {
    for (long at = from; at < to; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
      int n = channel.read(buffer, at);
      for (int i = 0; i + 8 <= n; i += 8) {
        sum += buffer.getLong(i);
      }
      at += n;
    }
  }

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    try (FileChannel channel = FileChannel.open(file)) {
      List<ReadFloor> readers = FileRanges.readAll(file, () -> new ReadFloor(channel));
      System.out.println(readers.stream().mapToLong(reader -> reader.sum).sum());
    }
  }
}
