package io.egresslens.jobs.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The log files behind the paths that a user names. */
public final class LogFiles {
  private LogFiles() {}

  /**
   * Every file that is named, and every file in the folders that are named, at any depth; hidden
   * ones and those that start with an underscore are passed over. In the order of their names, each
   * once.
   *
   * @throws IllegalArgumentException naming the paths that do not exist, or when there is no file
   */
  public static List<Path> under(List<Path> named) {
    List<Path> missing = named.stream().filter(path -> !Files.isReadable(path)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("no such file or folder: " + missing.get(0));
    }
    List<Path> files = new ArrayList<>();
    for (Path path : named) {
      if (Files.isDirectory(path)) {
        files.addAll(inFolder(path));
      } else {
        files.add(path);
      }
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no log file under " + named.get(0));
    }
    return files.stream().distinct().sorted(Comparator.comparing(Path::toString)).toList();
  }

  private static List<Path> inFolder(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> isShown(folder.relativize(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static boolean isShown(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("_")) {
        return false;
      }
    }
    return true;
  }
}
