package io.egresslens.jobs.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a bounded run leaves its results. They are written into a hidden folder and moved to their
 * names only when the run is complete: an interrupted run or a full disk leaves no half-written
 * file under a final name, and the results of an earlier run untouched.
 */
final class ResultDirectory implements Closeable {
  private static final String UNFINISHED = ".unfinished";

  private final Path directory;
  private final Path unfinished;
  private final Thread cleanUp = new Thread(this::discardQuietly, "discard-unfinished-results");

  private ResultDirectory(Path directory) {
    this.directory = directory;
    this.unfinished = directory.resolve(UNFINISHED);
  }

  /** Creates the directory when needed, and takes away what an interrupted run left there. */
  static ResultDirectory prepare(Path directory) throws IOException {
    ResultDirectory results = new ResultDirectory(directory.toAbsolutePath());
    try {
      Files.createDirectories(results.directory);
      results.discard();
      Files.createDirectory(results.unfinished);
    } catch (FileAlreadyExistsException e) {
      throw new UserError("--output " + directory + " is a file, not a folder", e);
    }
    Runtime.getRuntime().addShutdownHook(results.cleanUp);
    return results;
  }

  /** Where the run writes. */
  Path unfinished() {
    return unfinished;
  }

  /** Gives every result its final name. */
  void publish() throws IOException {
    for (Path file : files()) {
      Files.move(
          file,
          directory.resolve(file.getFileName()),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Takes away what was not published. */
  @Override
  public void close() throws IOException {
    discard();
    Runtime.getRuntime().removeShutdownHook(cleanUp);
  }

  private void discardQuietly() {
    try {
      discard();
    } catch (IOException e) {
      // The process is ending; the next run discards it.
    }
  }

  private void discard() throws IOException {
    if (Files.isDirectory(unfinished)) {
      for (Path file : files()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(unfinished);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(unfinished)) {
      return files.sorted().toList();
    }
  }
}
