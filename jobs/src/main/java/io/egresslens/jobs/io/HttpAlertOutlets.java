package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.format.AlertFormat;
import io.egresslens.alert.format.Sender;
import io.egresslens.jobs.config.RunConfig.AlertPosts;
import io.egresslens.jobs.flow.Outlet;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The outlets of alerts behind HTTP: Alertmanager, and a webhook of somebody's. For a running job
 * only: a replay tells of what has been, and would wake people for it.
 */
public final class HttpAlertOutlets {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);

  private HttpAlertOutlets() {}

  /**
   * Tells both receivers what the stream says, or those of them that there are.
   *
   * @return an outlet whose sinks are named by its id and {@code -alertmanager}, {@code -webhook}
   */
  public static Outlet<AlertChange> of(AlertPosts posts, String jobName) {
    Sender sender = sender(posts, jobName);
    return (changes, id) -> {
      if (posts.alertmanager() != null) {
        attach(
            changes,
            new HttpAlertSink(
                posts.alertmanager().receiver(),
                sender,
                new ToAlertmanager(posts.alertmanager().resend()),
                TIMEOUT,
                FIRST_RETRY),
            id.uid() + "-alertmanager");
      }
      if (posts.webhook() != null) {
        attach(
            changes,
            new HttpAlertSink(
                posts.webhook().receiver(),
                sender,
                new ToWebhook(posts.webhook().format()),
                TIMEOUT,
                FIRST_RETRY),
            id.uid() + "-webhook");
      }
    };
  }

  /** Who speaks for the job, here and in the topic of alerts. */
  static Sender sender(AlertPosts posts, String jobName) {
    return new Sender(jobName, version(), posts.runbooks());
  }

  /** One subtask: what was saved must come back to where the next change of the alert goes. */
  private static void attach(DataStream<AlertChange> changes, HttpAlertSink sink, String uid) {
    changes.sinkTo(sink).name(uid).uid(uid).setParallelism(1);
  }

  private static String version() {
    String version = HttpAlertOutlets.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Tells Alertmanager, by version 2 of its API. */
  record ToAlertmanager(Duration resend) implements HttpAlertSink.Kind {
    @Override
    public String path() {
      return "/api/v2/alerts";
    }

    @Override
    public AlertOutbox outbox(Sender sender, int room) {
      return new AlertmanagerOutbox(sender, resend, room);
    }
  }

  /** Tells whoever takes one of the formats. */
  record ToWebhook(AlertFormat format) implements HttpAlertSink.Kind {
    @Override
    public String path() {
      return "";
    }

    @Override
    public AlertOutbox outbox(Sender sender, int room) {
      return new WebhookOutbox(format, sender, room);
    }
  }
}
