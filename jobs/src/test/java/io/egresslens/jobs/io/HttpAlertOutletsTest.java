package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.format.AlertFormat;
import io.egresslens.alert.format.Alerts;
import io.egresslens.jobs.config.RunConfig.AlertPosts;
import io.egresslens.jobs.config.RunConfig.Alertmanager;
import io.egresslens.jobs.config.RunConfig.Webhook;
import io.egresslens.jobs.flow.FlowJob;
import io.egresslens.jobs.flow.FlowOperatorId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both outlets in a job of the engine. */
@Timeout(60)
class HttpAlertOutletsTest {
  private static final Alerts QUAY = Alerts.denied("aro-prod", "aro.registry.quay");
  private static final List<AlertChange> CHANGES =
      List.of(
          QUAY.step(1, AlertStatus.FIRING),
          Alerts.denied("aro-dev", "aro.arm").step(1, AlertStatus.SUPPRESSED),
          QUAY.step(2, AlertStatus.RESOLVED));

  private static StreamExecutionEnvironment job(AlertPosts posts) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(FlowJob.strict(new Configuration()));
    env.setParallelism(2);
    DataStreamSource<AlertChange> changes =
        env.fromData(CHANGES, TypeInformation.of(AlertChange.class));
    changes.uid("changes");
    HttpAlertOutlets.of(posts, "test").attach(changes, FlowOperatorId.SUMMARIES);
    return env;
  }

  @Test
  void bothReceiversAreToldWhatTheyWant() throws Exception {
    try (ScriptedServer alertmanager = new ScriptedServer();
        ScriptedServer webhook = new ScriptedServer()) {
      webhook.then(ScriptedServer.status(500));
      job(new AlertPosts(
              new Alertmanager(alertmanager.receiver(Map.of()), Duration.ofMinutes(1)),
              new Webhook(webhook.receiver(Map.of()), AlertFormat.CLOUD_EVENTS),
              null))
          .execute();
      List<String> statuses = new ArrayList<>();
      for (ScriptedServer.Request request : webhook.taken) {
        statuses.add(new ObjectMapper().readTree(request.body()).get("egressstatus").asText());
      }
      assertThat(statuses).containsExactly("firing", "suppressed", "resolved");
      assertThat(alertmanager.taken).isNotEmpty();
      JsonNode last =
          new ObjectMapper().readTree(alertmanager.taken.get(alertmanager.taken.size() - 1).body());
      assertThat(last)
          .singleElement()
          .satisfies(
              alert -> assertThat(alert.at("/endsAt").asText()).startsWith("2026-03-02T10:04:00"));
    }
  }

  @Test
  void everySinkHasAUidAndOneSubtaskAndIsThereOnlyWhenItIsWanted() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      Alertmanager alertmanager =
          new Alertmanager(server.receiver(Map.of()), Duration.ofMinutes(1));
      Webhook webhook = new Webhook(server.receiver(Map.of()), AlertFormat.ECS);
      assertThat(sinks(new AlertPosts(alertmanager, webhook, null)))
          .extracting(StreamNode::getTransformationUID, StreamNode::getParallelism)
          .containsExactlyInAnyOrder(
              tuple("summaries-outlet-alertmanager", 1), tuple("summaries-outlet-webhook", 1));
      assertThat(sinks(new AlertPosts(null, webhook, null))).hasSize(1);
    }
  }

  private static List<StreamNode> sinks(AlertPosts posts) {
    return job(posts).getStreamGraph().getStreamNodes().stream()
        .filter(node -> !"changes".equals(node.getTransformationUID()))
        .toList();
  }

  @Test
  void aValueOfTheTopicIsACloudEventWithTheTimeOfWriting() throws Exception {
    byte[] value =
        new CloudEventValue(HttpAlertOutlets.sender(new AlertPosts(null, null, null), "test"))
            .apply(CHANGES.get(0));
    JsonNode event = new ObjectMapper().readTree(value);
    assertThat(event.get("subject").asText()).isEqualTo(QUAY.alertId());
    assertThat(event.has("recordedtime")).isTrue();
  }
}
