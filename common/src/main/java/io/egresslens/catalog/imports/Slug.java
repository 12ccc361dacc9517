package io.egresslens.catalog.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Texts as ids and groups may hold them: lower-case letters, digits, dots and hyphens. */
final class Slug {
  private static final int MAX_LENGTH = 100;

  private Slug() {}

  /** A text in these letters; {@code unnamed} when nothing of it is left. Not injective. */
  static String of(String text) {
    String slug =
        text.replace("${", "")
            .replace("}", "")
            .replace("*", "any")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.]+", "-")
            .replaceAll("^[.-]+|[.-]+$", "");
    slug = slug.length() > MAX_LENGTH ? slug.substring(0, MAX_LENGTH) + "-" + hash(text) : slug;
    return slug.isEmpty() ? "unnamed" : slug;
  }

  /**
   * Ids of distinct texts: the slug where it is the text's alone, else with a hash behind it. A
   * text that is its own slug keeps it, so that a plain host name has the same id in every import.
   *
   * @param taken ids that somebody else has
   */
  static Map<String, String> ids(String prefix, List<String> texts, Set<String> taken) {
    Map<String, Integer> uses = new HashMap<>();
    texts.forEach(text -> uses.merge(of(text), 1, Integer::sum));
    Map<String, String> ids = new HashMap<>();
    for (String text : texts) {
      String slug = of(text);
      boolean shared = uses.get(slug) > 1 && !slug.equals(text);
      String id = prefix + slug;
      ids.put(text, shared || taken.contains(id) ? id + "-" + hash(text) : id);
    }
    return ids;
  }

  private static String hash(String text) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
