package io.egresslens.jobs.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * One sorted file for a bounded run, merged from the runs whose paths come in. Runs with
 * parallelism 1 on the machine that started the job; the file is there once all input was read, and
 * not before.
 */
final class SortedFileSink implements Sink<String> {
  private static final long serialVersionUID = 1L;

  private final String target;

  SortedFileSink(Path target) {
    this.target = target.toString();
  }

  @Override
  public SinkWriter<String> createWriter(WriterInitContext context) throws IOException {
    Path path = Path.of(target).toAbsolutePath();
    Files.createDirectories(path.getParent());
    return new Writer(path, new ArrayList<>());
  }

  private record Writer(Path path, List<Path> runs) implements SinkWriter<String> {
    @Override
    public void write(String run, Context context) {
      runs.add(Path.of(run));
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (endOfInput) {
        RunMerge.merge(runs, path);
        runs.clear();
      }
    }

    /** Removes the runs that were not merged. */
    @Override
    public void close() throws IOException {
      for (Path run : runs) {
        Files.deleteIfExists(run);
      }
    }
  }
}
