package io.egresslens.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** A file cut into ranges of 32 MB that two threads take one after the other. */
final class FileRanges {
  private static final long RANGE_BYTES = 32L << 20;
  private static final int THREADS = 2;

  private FileRanges() {}

  /** What one thread does: bytes {@code [from, to)} again and again. */
  interface Reader {
    void read(long from, long to) throws IOException;
  }

  /** Makes one reader a thread; returns all of them when the file is read. */
  static <R extends Reader> List<R> readAll(Path file, java.util.function.Supplier<R> reader)
      throws IOException, InterruptedException, ExecutionException {
    long size = Files.size(file);
    AtomicLong next = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<R>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      running.add(
          threads.submit(
              () -> {
                R mine = reader.get();
                for (long from = next.getAndAdd(RANGE_BYTES);
                    from < size;
                    from = next.getAndAdd(RANGE_BYTES)) {
                  mine.read(from, Math.min(size, from + RANGE_BYTES));
                }
                return mine;
              }));
    }
    List<R> done = new ArrayList<>();
    for (Future<R> one : running) {
      done.add(one.get());
    }
    threads.shutdown();
    return done;
  }
}
