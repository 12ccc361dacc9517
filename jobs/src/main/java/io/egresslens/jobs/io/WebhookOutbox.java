package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.format.AlertFormat;
import io.egresslens.alert.format.Sender;
import io.egresslens.alert.format.Telling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Changes for a receiver that wants each of them, in order, one to a request. When there is no
 * room, the oldest changes go of which the alert has a newer one; its last word goes last.
 */
final class WebhookOutbox implements AlertOutbox {
  private final AlertFormat format;
  private final Sender sender;
  private final int room;

  private int size;
  private final List<Change> changes = new ArrayList<>();

  /** A change in the words of the receiver. Compared by identity: two may say the same. */
  private static final class Change {
    private final String alertId;
    private final byte[] document;

    private Change(String alertId, byte[] document) {
      this.alertId = alertId;
      this.document = document;
    }
  }

  /**
   * @param room bytes of documents to keep at most; one change always has room
   */
  WebhookOutbox(AlertFormat format, Sender sender, int room) {
    this.format = format;
    this.sender = sender;
    this.room = room;
  }

  @Override
  public synchronized int add(AlertChange change, long now) {
    if (!format.tells(change.status())) {
      return 0;
    }
    Telling telling = new Telling(change, sender, Instant.ofEpochMilli(now), null);
    keep(new Change(change.alertId(), format.write(telling)));
    int givenUp = 0;
    while (size > room && changes.size() > 1) {
      size -= changes.remove(leastMissed()).document.length;
      givenUp++;
    }
    return givenUp;
  }

  private void keep(Change change) {
    changes.add(change);
    size += change.document.length;
  }

  /** Never the newest of all, which was added just now. */
  private int leastMissed() {
    Map<String, Integer> left = new HashMap<>();
    changes.forEach(change -> left.merge(change.alertId, 1, Integer::sum));
    for (int i = 0; i < changes.size(); i++) {
      if (left.get(changes.get(i).alertId) > 1) {
        return i;
      }
    }
    return 0;
  }

  @Override
  public synchronized Post next(long now) {
    if (changes.isEmpty()) {
      return null;
    }
    Change first = changes.get(0);
    return new Post(first.document, format.mediaType(), 1, List.of(first));
  }

  @Override
  public synchronized long dueAt() {
    return changes.isEmpty() ? Long.MAX_VALUE : 0;
  }

  @Override
  public synchronized void done(Post post, long now) {
    Object sent = post.content().get(0);
    for (Iterator<Change> each = changes.iterator(); each.hasNext(); ) {
      if (each.next() == sent) {
        each.remove();
        size -= post.body().length;
        return;
      }
    }
  }

  @Override
  public synchronized int waiting() {
    return changes.size();
  }

  @Override
  public synchronized List<byte[]> save() {
    return changes.stream()
        .map(
            change ->
                SavedBytes.write(
                    out -> {
                      out.writeUTF(change.alertId);
                      SavedBytes.writeBlock(change.document, out);
                    }))
        .toList();
  }

  @Override
  public synchronized void restore(Iterable<byte[]> saved, long now) {
    for (byte[] bytes : saved) {
      keep(SavedBytes.read(bytes, in -> new Change(in.readUTF(), SavedBytes.readBlock(in))));
    }
  }
}
