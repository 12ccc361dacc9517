package io.egresslens.jobs.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The complete checkpoints that a job of a test has left.
 *
 * @param folder where it saves them; need not be there yet
 */
record SavedCheckpoints(Path folder) {
  /** Number of the newest; 0 while there is none. */
  long newest() {
    return all().stream().mapToLong(SavedCheckpoints::number).max().orElse(0);
  }

  /** The newest, to start a job from. */
  String newestPath() {
    return all().stream()
        .max(Comparator.comparing(SavedCheckpoints::number))
        .orElseThrow()
        .toUri()
        .toString();
  }

  private List<Path> all() {
    try (Stream<Path> all = Files.walk(folder, 3)) {
      return all.filter(path -> path.getFileName().toString().equals("_metadata"))
          .map(Path::getParent)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // one was being removed, or there is none yet
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
  }
}
