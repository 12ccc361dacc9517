package io.egresslens.jobs.io;

import static io.egresslens.alert.format.AlertFormat.ALERTMANAGER;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.format.Sender;
import io.egresslens.alert.format.Telling;
import io.egresslens.jobs.io.StandingAlert.Instance;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How all alerts stand, for Alertmanager, which forgets an alert that it is not told of again: only
 * the last state of each matters, so a newer one takes an unsent older one's place. What fires is
 * sent again and again, each time good for three times as long as until the next; what has ended is
 * sent with its end for as long as Prometheus does it, so that the end is not lost either. What is
 * folded or silenced is not sent, and ended when it had been.
 */
final class AlertmanagerOutbox implements AlertOutbox {
  /** For how long Prometheus tells of an end. */
  private static final Duration RETENTION = Duration.ofMinutes(15);

  private static final int BATCH = 64;

  /** Ids are short, and not part of what is saved. */
  private static final int MOST_CROWDED_OUT = 10_000;

  private final Sender sender;
  private final long resend;
  private final int room;

  private final Map<String, StandingAlert> alerts = new LinkedHashMap<>();

  /** Alerts that fire and found no room. */
  private final Set<String> crowdedOut = new LinkedHashSet<>();

  /** What a request said of an alert. */
  private record Said(StandingAlert alert, String alertId, int changes) {}

  /**
   * @param resend how long until an alert is sent again
   * @param room bytes of documents to keep, and at most one document more; alerts that are new then
   *     find none
   */
  AlertmanagerOutbox(Sender sender, Duration resend, int room) {
    this.sender = sender;
    this.resend = resend.toMillis();
    this.room = room;
  }

  @Override
  public synchronized int add(AlertChange change, long now) {
    StandingAlert alert = alerts.get(change.alertId());
    boolean fires =
        change.parentId() == null
            && (change.status() == AlertStatus.FIRING || change.status() == AlertStatus.FLAPPING);
    if (fires) {
      if (alert == null && !hasRoom()) {
        crowdOut(change.alertId());
        return 1;
      }
      crowdedOut.remove(change.alertId());
      if (alert != null && !alert.isFiring()) {
        alert.forgetEnd();
      }
      put(change, Instance.FIRING, now, now);
    } else if (change.status() == AlertStatus.RESOLVED && change.parentId() == null) {
      // Also without a start to go with it: the job may have lost its state, Alertmanager not.
      if (alert == null) {
        if (crowdedOut.remove(change.alertId())) {
          return 0;
        }
        if (!hasRoom()) {
          return 1;
        }
      }
      if (alert == null || !alert.isFiring() || alert.fires(change.instanceId())) {
        put(change, change.endsAt().toEpochMilli(), now, now);
      }
    } else if (alert != null && alert.end(change.instanceId(), change.time().toEpochMilli(), now)) {
      // What is superseded usually fires on under another start: not the end, when that comes.
      alert.sendAt = change.status() == AlertStatus.SUPERSEDED ? now + resend : now;
    }
    return 0;
  }

  private void put(AlertChange change, long endsAt, long sendAt, long now) {
    StandingAlert alert = alerts.computeIfAbsent(change.alertId(), id -> new StandingAlert());
    alert.put(
        new Instance(
            change.alertId(),
            change.instanceId(),
            change.startsAt().toEpochMilli(),
            endsAt,
            now,
            withoutEnd(change)));
    alert.sendAt = sendAt;
  }

  private byte[] withoutEnd(AlertChange change) {
    byte[] document = ALERTMANAGER.write(Telling.of(change, sender));
    String text = new String(document, StandardCharsets.US_ASCII);
    int end = text.lastIndexOf(",\"endsAt\":\"");
    return end < 0 ? document : (text.substring(0, end) + '}').getBytes(StandardCharsets.US_ASCII);
  }

  /** Makes it where it can, of ends that were told. */
  private boolean hasRoom() {
    long size = alerts.values().stream().mapToLong(StandingAlert::size).sum();
    Iterator<StandingAlert> each = alerts.values().iterator();
    while (size >= room && each.hasNext()) {
      StandingAlert alert = each.next();
      if (!alert.isFiring() && alert.isTold) {
        each.remove();
        size -= alert.size();
      }
    }
    return size < room;
  }

  private void crowdOut(String alertId) {
    crowdedOut.add(alertId);
    if (crowdedOut.size() > MOST_CROWDED_OUT) {
      Iterator<String> oldest = crowdedOut.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  @Override
  public synchronized Post next(long now) {
    if (dueAt() > now) {
      return null;
    }
    // Whose turn is soon goes along, so that alerts end up in few requests.
    long soon = now + resend / 10;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<Said> said = new ArrayList<>();
    for (Map.Entry<String, StandingAlert> entry : alerts.entrySet()) {
      StandingAlert alert = entry.getValue();
      if (alert.sendAt <= soon && said.size() < BATCH) {
        body.write(said.isEmpty() ? '[' : ',');
        write(alert.shown(), now, body);
        said.add(new Said(alert, entry.getKey(), alert.changes));
      }
    }
    body.write(']');
    return new Post(body.toByteArray(), ALERTMANAGER.mediaType(), said.size(), said);
  }

  private void write(Instance instance, long now, ByteArrayOutputStream body) {
    long end = instance.endsAt() == Instance.FIRING ? now + 3 * resend : instance.endsAt();
    body.write(instance.document(), 0, instance.document().length - 1);
    body.writeBytes(
        (",\"endsAt\":\"" + Instant.ofEpochMilli(end) + "\"}").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public synchronized long dueAt() {
    return alerts.values().stream().mapToLong(alert -> alert.sendAt).min().orElse(Long.MAX_VALUE);
  }

  @Override
  public synchronized void done(Post post, long now) {
    for (Object item : post.content()) {
      Said said = (Said) item;
      if (said.alert.changes != said.changes) {
        continue;
      }
      said.alert.isTold = true;
      said.alert.sendAt = now + resend;
      if (!said.alert.isFiring() && now - said.alert.shown().told() >= RETENTION.toMillis()) {
        alerts.remove(said.alertId, said.alert);
      }
    }
  }

  @Override
  public synchronized int waiting() {
    return (int) alerts.values().stream().filter(alert -> !alert.isTold).count();
  }

  @Override
  public synchronized List<byte[]> save() {
    List<byte[]> saved = new ArrayList<>();
    for (StandingAlert alert : alerts.values()) {
      alert.instances().forEach(instance -> saved.add(instance.save()));
    }
    return saved;
  }

  /**
   * What was saved may be older than what Alertmanager was told last, and the stream says the rest
   * again: it gets half a turn to do so, and nothing that has ended fires once more meanwhile.
   */
  @Override
  public synchronized void restore(Iterable<byte[]> saved, long now) {
    for (byte[] bytes : saved) {
      Instance instance = Instance.of(bytes);
      StandingAlert alert = alerts.computeIfAbsent(instance.alertId(), id -> new StandingAlert());
      alert.put(instance);
      alert.sendAt = now + resend / 2;
    }
  }
}
