package io.egresslens.jobs.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command line that takes part. Runs in a fresh process and an empty folder each time.
 *
 * @param name unique within its stage
 * @param data what it reads
 * @param setup makes what the command needs beside the data; not timed
 * @param finding how to read what it found; null when it finds nothing
 * @param figure name of the seconds it says itself on a line {@code figure NAME SECONDS}, which
 *     then count instead of the process's; null for the whole process
 */
record Contestant(String name, Data data, Setup setup, Finding finding, String figure) {
  /** Words and environment of a process. */
  record Command(List<String> words, Map<String, String> environment) {
    static Command of(List<String> words) {
      return new Command(words, Map.of());
    }
  }

  /** What is read. */
  record Data(String name, Path file, long records, long bytes) {}

  /** Prepares one run. */
  interface Setup {
    Command prepare(Path folder) throws Exception;
  }

  /** Reads an answer after a run. */
  interface Finding {
    Answer read(Path folder) throws Exception;
  }

  Contestant saying(String newFigure) {
    return new Contestant(name, data, setup, finding, newFigure);
  }
}
