package io.egresslens.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Numbers lines of files that are read in ranges, where a reader cannot know how many lines lie
 * before it. Counts only when asked, that is for dead letters, and on from the place asked for
 * last; a place before that is counted from the file's beginning. Not thread-safe.
 */
public final class LineNumbers {
  private String file = "";
  private long offset;
  private long line = 1;

  /**
   * The line on which a byte stands.
   *
   * @param path of a file that is not compressed
   * @param place offset of the byte
   * @return 1-based; 0 when the file can no longer be read
   */
  public long lineAt(String path, long place) {
    if (!path.equals(file) || place < offset) {
      file = path;
      offset = 0;
      line = 1;
    }
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      in.skipNBytes(offset);
      byte[] buffer = new byte[64 * 1024];
      while (offset < place) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, place - offset));
        if (read < 0) {
          return 0;
        }
        line += JsonText.countLines(buffer, 0, read);
        offset += read;
      }
      return line;
    } catch (IOException e) {
      return 0;
    }
  }
}
