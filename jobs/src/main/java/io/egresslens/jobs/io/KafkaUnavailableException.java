package io.egresslens.jobs.io;

/** Kafka is not there, or not as it was described. The message is one line that says what to do. */
public final class KafkaUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KafkaUnavailableException(String message) {
    super(message);
  }

  KafkaUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
