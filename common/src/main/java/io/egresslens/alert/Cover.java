package io.egresslens.alert;

/**
 * A time in which an alert is not to be heard of: it is folded into another, or its owner silenced
 * it. Exactly one of the two texts is there.
 *
 * @param from first instant, epoch milliseconds
 * @param to first instant after it; {@link Episode#NEVER} for no end in sight
 * @param parentId the alert that it is folded into; null for a silence
 * @param silence who silenced it and why; null for a fold
 */
record Cover(long from, long to, String parentId, String silence) {
  static Cover parent(long from, long to, String parentId) {
    return new Cover(from, to, parentId, null);
  }

  static Cover silence(long from, long to, String text) {
    return new Cover(from, to, null, text);
  }

  boolean covers(long millis) {
    return from <= millis && millis < to;
  }
}
