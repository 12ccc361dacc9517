package io.egresslens.alert;

import com.google.common.io.BaseEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ids of alerts: 25 characters of base 32, of the SHA-256 of what tells them apart. The same on
 * every machine and every replay.
 */
public final class AlertIds {
  private static final int LENGTH = 25;

  private AlertIds() {}

  /** Of rule and labels. */
  public static String alertId(AlertRule rule, Map<String, String> labels) {
    StringBuilder canonical = new StringBuilder(rule.label());
    new TreeMap<>(labels).forEach((name, value) -> append(append(canonical, name), value));
    return id(canonical);
  }

  /** Of one outage of an alert. */
  public static String instanceId(String alertId, Instant startsAt) {
    return id(append(new StringBuilder(alertId), startsAt.toString()));
  }

  /** With its length before it, so that no two lists of texts are written alike. */
  private static StringBuilder append(StringBuilder canonical, String text) {
    return canonical.append('\n').append(text.length()).append(':').append(text);
  }

  private static String id(StringBuilder canonical) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
      return BaseEncoding.base32().lowerCase().encode(hash).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
