package io.egresslens.jobs.io;

import io.egresslens.jobs.config.ClientProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks at a broker before the job starts, so that a wrong address is one line now and not a job
 * that restarts for ever.
 */
public final class KafkaTopics {
  private final String bootstrapServers;
  private final Properties properties;
  private final int timeoutMillis;

  /**
   * @param timeout how long to wait for an answer
   */
  public KafkaTopics(String bootstrapServers, ClientProperties user, Duration timeout) {
    this.bootstrapServers = bootstrapServers;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    this.properties = KafkaClient.properties(bootstrapServers, Map.of(), user);
    // Above all other settings: the answer must come in time whatever the job's clients may do.
    properties.put("request.timeout.ms", Integer.toString(timeoutMillis));
    properties.put("default.api.timeout.ms", Integer.toString(timeoutMillis));
  }

  /**
   * Checks that the broker answers, and that every topic is there and may be seen.
   *
   * @param key the configuration key to name in the message, {@code kafka} or {@code output.kafka}
   * @throws KafkaUnavailableException when not
   */
  public void verify(String key, Collection<String> topics) {
    try (Admin admin = admin(key)) {
      Throwable noAnswer = failure(admin.describeCluster().nodes());
      if (noAnswer != null) {
        throw unavailable(key, noAnswer);
      }
      List<String> missing = new ArrayList<>();
      List<String> forbidden = new ArrayList<>();
      Map<String, ? extends KafkaFuture<?>> answers =
          admin.describeTopics(new TreeSet<>(topics)).topicNameValues();
      for (Map.Entry<String, ? extends KafkaFuture<?>> answer : answers.entrySet()) {
        Throwable failure = failure(answer.getValue());
        if (failure instanceof UnknownTopicOrPartitionException) {
          missing.add(answer.getKey());
        } else if (failure instanceof AuthorizationException) {
          forbidden.add(answer.getKey());
        } else if (failure != null) {
          throw unavailable(key, failure);
        }
      }
      report(key, "has no topic %s: create it, or correct the name", missing);
      report(key, "does not let us see topic %s: grant the right to describe it", forbidden);
    }
  }

  private void report(String key, String whatToDo, Collection<String> topics) {
    if (!topics.isEmpty()) {
      throw new KafkaUnavailableException(
          key + ": " + bootstrapServers + " " + whatToDo.formatted(String.join(", ", topics)));
    }
  }

  /**
   * Creates the topics that are not there yet, without replicas, for a broker of our own; returns
   * when clients can see them.
   *
   * @param partitions of each new one
   */
  public void create(Collection<String> topics, int partitions) {
    try (Admin admin = admin("kafka")) {
      Map<String, ? extends KafkaFuture<?>> answers =
          admin
              .createTopics(
                  topics.stream().map(name -> new NewTopic(name, partitions, (short) 1)).toList())
              .values();
      for (KafkaFuture<?> answer : answers.values()) {
        Throwable failure = failure(answer);
        if (failure != null && !(failure instanceof TopicExistsException)) {
          throw unavailable("kafka", failure);
        }
      }
      awaitVisible(admin, topics);
    }
  }

  /** The broker creates a topic first and learns of it a moment later. */
  private void awaitVisible(Admin admin, Collection<String> topics) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    Throwable failure = failure(admin.describeTopics(topics).allTopicNames());
    while (failure instanceof UnknownTopicOrPartitionException && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      failure = failure(admin.describeTopics(topics).allTopicNames());
    }
    if (failure != null) {
      throw unavailable("kafka", failure);
    }
  }

  private Admin admin(String key) {
    try {
      return Admin.create(properties);
    } catch (KafkaException e) {
      throw unavailable(key, e);
    }
  }

  /** What went wrong, or null. */
  private static Throwable failure(KafkaFuture<?> answer) {
    try {
      answer.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }

  private KafkaUnavailableException unavailable(String key, Throwable failure) {
    String what;
    if (failure instanceof TimeoutException) {
      what =
          "does not answer within "
              + timeoutMillis / 1000.0
              + " s: check the address, whether the broker runs, and security.protocol";
    } else if (failure instanceof AuthenticationException) {
      what = "refuses our credentials: " + innermost(failure);
    } else {
      what = "cannot be used: " + innermost(failure);
    }
    return new KafkaUnavailableException(key + ": " + bootstrapServers + " " + what, failure);
  }

  /** The cause that says most, on one line. */
  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
