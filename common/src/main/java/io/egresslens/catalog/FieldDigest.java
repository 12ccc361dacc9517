package io.egresslens.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;

/**
 * SHA-256 over texts. Each is closed by a byte that no UTF-8 text holds, so they cannot run
 * together. Texts are gathered before they are hashed, because the hash of a few bytes costs as
 * much as that of many. Not thread-safe.
 */
final class FieldDigest {
  private static final int FULL_BYTES = 1 << 14;

  private final MessageDigest sha;
  private final byte[] gathered = new byte[2 * FULL_BYTES];
  private int size;

  /** Texts of values that come again and again. */
  private final Map<Object, byte[]> known = new HashMap<>();

  FieldDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds what stands for a value of which there are few different ones. */
  <T> void add(T value, Function<T, ?> as) {
    byte[] text = known.get(value);
    if (text == null) {
      text = as.apply(value).toString().getBytes(StandardCharsets.UTF_8);
      known.put(value, text);
    }
    add(text);
  }

  private void add(byte[] text) {
    if (text.length >= FULL_BYTES) {
      flush();
      sha.update(text);
    } else {
      System.arraycopy(text, 0, gathered, size, text.length);
      size += text.length;
    }
    gathered[size++] = (byte) 0xff;
    if (size >= FULL_BYTES) {
      flush();
    }
  }

  /** The first bytes of the hash in hexadecimal. The digest is of no use afterwards. */
  String hex(int bytes) {
    flush();
    return HexFormat.of().formatHex(sha.digest(), 0, bytes);
  }

  private void flush() {
    sha.update(gathered, 0, size);
    size = 0;
  }
}
