package io.egresslens.jobs.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one alert stands with Alertmanager, which knows it by its labels: instances that fire, or the
 * last one that ended. Late data may end an old instance while a newer one fires, and then the
 * alert fires. Not thread-safe.
 */
final class StandingAlert {
  /**
   * One instance.
   *
   * @param endsAt when it ended; {@link #FIRING} while it has not
   * @param told when that was learned, by the clock
   * @param document what is posted, without its end
   */
  record Instance(
      String alertId, String instanceId, long startsAt, long endsAt, long told, byte[] document) {
    static final long FIRING = Long.MAX_VALUE;

    private Instance ended(long at, long now) {
      return new Instance(alertId, instanceId, startsAt, at, now, document);
    }

    byte[] save() {
      return SavedBytes.write(
          out -> {
            out.writeUTF(alertId);
            out.writeUTF(instanceId);
            out.writeLong(startsAt);
            out.writeLong(endsAt);
            out.writeLong(told);
            SavedBytes.writeBlock(document, out);
          });
    }

    static Instance of(byte[] saved) {
      return SavedBytes.read(
          saved,
          in ->
              new Instance(
                  in.readUTF(),
                  in.readUTF(),
                  in.readLong(),
                  in.readLong(),
                  in.readLong(),
                  SavedBytes.readBlock(in)));
    }
  }

  private static final Comparator<Instance> NEWEST =
      Comparator.comparingLong(Instance::startsAt).thenComparing(Instance::instanceId);

  private final Map<String, Instance> firing = new HashMap<>();
  private Instance ended;

  /** When it is to be sent next, by the clock. */
  long sendAt;

  /** Whether the receiver has been told how it stands. */
  boolean isTold;

  /** Goes up with each change: tells whether what was sent is still how it stands. */
  int changes;

  void put(Instance instance) {
    changes++;
    isTold = false;
    if (instance.endsAt == Instance.FIRING) {
      firing.put(instance.instanceId, instance);
    } else {
      firing.remove(instance.instanceId);
      ended = ended == null || ended.endsAt <= instance.endsAt ? instance : ended;
    }
  }

  /** Ends an instance with what was said of it last; false when it does not fire. */
  boolean end(String instanceId, long at, long now) {
    Instance instance = firing.get(instanceId);
    if (instance != null) {
      put(instance.ended(at, now));
    }
    return instance != null;
  }

  /** Makes room for an instance that fires and stands for the alert anyway. */
  void forgetEnd() {
    ended = null;
  }

  boolean fires(String instanceId) {
    return firing.containsKey(instanceId);
  }

  boolean isFiring() {
    return !firing.isEmpty();
  }

  /** What stands for the alert; null for nothing. */
  Instance shown() {
    return firing.values().stream().max(NEWEST).orElse(ended);
  }

  List<Instance> instances() {
    List<Instance> all = new ArrayList<>(firing.values());
    if (ended != null) {
      all.add(ended);
    }
    return all;
  }

  /** Bytes of its documents. */
  long size() {
    return instances().stream().mapToLong(instance -> instance.document.length).sum();
  }
}
