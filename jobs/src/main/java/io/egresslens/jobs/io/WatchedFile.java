package io.egresslens.jobs.io;

import io.egresslens.catalog.CatalogTexts.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;

/**
 * A file that somebody may change. Whether it changed is seen by its size, its time and what it is
 * (another file may take its name, as when Kubernetes turns a link); a small one is read at every
 * look, because a file system may tell time in seconds. Not thread-safe.
 */
final class WatchedFile {
  /** Read at every look up to this size. */
  private static final int SMALL_BYTES = 1 << 20;

  private final String path;
  private final long maxBytes;
  private State last;

  /**
   * What can be seen of a file.
   *
   * @param contentHash of a small file; 0 else
   * @param trouble why nothing can be seen; null when something can
   */
  private record State(long size, long modified, Object key, int contentHash, String trouble) {}

  /**
   * @param maxBytes of a larger file nothing is read
   */
  WatchedFile(String path, long maxBytes) {
    this.path = path;
    this.maxBytes = maxBytes;
  }

  String path() {
    return path;
  }

  /** Whether it looks other than at the last look; true at the first. */
  boolean look() {
    State now = state();
    boolean changed = !now.equals(last);
    last = now;
    return changed;
  }

  /** What stands in it now. */
  Text text() {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] content = in.readNBytes(Math.toIntExact(maxBytes + 1));
      return content.length > maxBytes
          ? new Text(path, null, tooLarge())
          : new Text(path, content, null);
    } catch (IOException e) {
      return new Text(path, null, trouble(e));
    }
  }

  private State state() {
    Path file = Path.of(path);
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      int hash = now.size() > SMALL_BYTES ? 0 : Arrays.hashCode(Files.readAllBytes(file));
      return new State(now.size(), now.lastModifiedTime().toMillis(), now.fileKey(), hash, null);
    } catch (IOException e) {
      return new State(0, 0, null, 0, trouble(e));
    }
  }

  private String tooLarge() {
    return "is larger than %d MB: see catalogUpdates.maxFileMegabytes".formatted(maxBytes >> 20);
  }

  private static String trouble(IOException e) {
    return e instanceof NoSuchFileException
        ? "no such file"
        : "cannot be read: " + Objects.requireNonNullElse(e.getMessage(), e.toString());
  }
}
