package io.egresslens.jobs.cli;

import io.egresslens.jobs.io.FileOutlets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a replay leaves in its folder. */
final class Results {
  /** Every file of a replay. */
  static final List<String> NAMES =
      List.of(
          FileOutlets.ACCOUNTING,
          FileOutlets.ALERTS,
          FileOutlets.DEAD_LETTERS,
          FileOutlets.LATE_FLOWS,
          FileOutlets.SIGNALS,
          FileOutlets.SUMMARIES);

  private Results() {}

  /** SHA-256 by path, of everything below a folder, hidden or not. */
  static SortedMap<String, String> hashes(Path folder) {
    SortedMap<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        hashes.put(folder.relativize(file).toString(), HexFormat.of().formatHex(hash));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return hashes;
  }
}
