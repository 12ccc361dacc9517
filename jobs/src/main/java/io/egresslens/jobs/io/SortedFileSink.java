package io.egresslens.jobs.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * One sorted file for a bounded run. Runs with parallelism 1 on the machine that started the job;
 * the file is there once all input was read, and not before.
 *
 * @param <T> the kind of record
 */
final class SortedFileSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final String target;
  private final LineFormat<T> format;

  SortedFileSink(Path target, LineFormat<T> format) {
    this.target = target.toString();
    this.format = format;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    Path path = Path.of(target);
    Files.createDirectories(path.toAbsolutePath().getParent());
    return new Writer<>(new SortedLines(path), format);
  }

  private record Writer<T>(SortedLines lines, LineFormat<T> format) implements SinkWriter<T> {
    @Override
    public void write(T element, Context context) throws IOException {
      lines.add(format.key().of(element), format.fields().toLine(element));
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (endOfInput) {
        lines.finish();
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
