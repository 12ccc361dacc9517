package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.format.AlertFormat;
import io.egresslens.alert.format.Sender;
import io.egresslens.alert.format.Telling;
import java.time.Instant;
import org.apache.flink.util.function.SerializableFunction;

/**
 * A change of an alert as the value of a Kafka record: a CloudEvent in structured mode, with the
 * time at which it was written.
 */
record CloudEventValue(Sender sender) implements SerializableFunction<AlertChange, byte[]> {
  @Override
  public byte[] apply(AlertChange change) {
    return AlertFormat.CLOUD_EVENTS.write(new Telling(change, sender, Instant.now(), null));
  }
}
