package io.egresslens.jobs.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The log files behind the paths that a user names. */
public final class LogFiles {
  private LogFiles() {}

  /** How log files end, in folders; whoever names a file means it. */
  private static final Pattern LOG_NAME =
      Pattern.compile(".*\\.(json|jsonl|ndjson|log)(\\.gz)?", Pattern.CASE_INSENSITIVE);

  /**
   * Every file that is named, and in the folders that are named, at any depth, every file whose
   * name ends as those of logs do. Passed over are hidden ones and folders that hold the results of
   * a replay. In the order of their names, each once, whatever paths lead to it.
   *
   * @throws IllegalArgumentException naming the paths that do not exist, or when there is no file
   */
  public static List<Path> under(List<Path> named) {
    List<Path> missing = named.stream().filter(path -> !Files.isReadable(path)).toList();
    if (!missing.isEmpty()) {
      Path first = missing.get(0);
      String what = Files.exists(first) ? "no right to read " : "no such file or folder: ";
      throw new IllegalArgumentException(what + first);
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
    files.sort(Comparator.comparing(Path::toString));
    return eachOnce(files);
  }

  /** A file that two paths lead to would be counted twice; of its names the first counts. */
  private static List<Path> eachOnce(List<Path> files) {
    Set<Path> seen = new HashSet<>();
    List<Path> once = new ArrayList<>();
    for (Path file : files) {
      try {
        if (seen.add(file.toRealPath())) {
          once.add(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return once;
  }

  private static List<Path> inFolder(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> LOG_NAME.matcher(file.getFileName().toString()).matches())
          .filter(Files::isRegularFile)
          .filter(file -> isShown(folder.relativize(file)))
          .filter(file -> !Files.exists(file.resolveSibling(FileOutlets.ACCOUNTING)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static boolean isShown(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
