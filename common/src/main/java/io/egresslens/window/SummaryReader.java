package io.egresslens.window;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.egresslens.classify.Expectation;
import io.egresslens.classify.Verdict;
import io.egresslens.flow.Action;
import io.egresslens.flow.Labels;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads summaries back from the JSON lines that {@link SummaryFields#SUMMARY} writes. */
public final class SummaryReader {
  private static final JsonFactory JSON = new JsonFactory();

  private SummaryReader() {}

  /**
   * The summary of a line.
   *
   * @throws IOException when the line is not one, or lacks a field that every summary has
   */
  public static Summary read(String line) throws IOException {
    Map<String, String> texts = new HashMap<>();
    Map<String, List<String>> lists = new HashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a summary is a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          List<String> items = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(parser.getText());
          }
          lists.put(name, items);
        } else {
          texts.put(name, parser.getText());
        }
      }
    }
    try {
      return summary(texts, lists);
    } catch (RuntimeException e) {
      throw new IOException("not a summary: " + e.getMessage(), e);
    }
  }

  private static Summary summary(Map<String, String> texts, Map<String, List<String>> lists) {
    return new Summary(
        texts.get("id"),
        Instant.parse(texts.get("windowStart")),
        Instant.parse(texts.get("windowEnd")),
        Integer.parseInt(texts.get("revision")),
        Boolean.parseBoolean(texts.get("final")),
        texts.get("firewall"),
        texts.get("cluster"),
        texts.get("destination"),
        texts.get("domain"),
        Integer.parseInt(texts.getOrDefault("port", "0")),
        texts.get("protocol"),
        constant(Action.class, texts.get("action")),
        constant(Expectation.class, texts.get("expectation")),
        constant(Verdict.class, texts.get("verdict")),
        texts.get("entry"),
        texts.get("catalogVersion"),
        Long.parseLong(texts.get("flows")),
        Long.parseLong(texts.get("sources")),
        Boolean.parseBoolean(texts.get("sourcesEstimated")),
        lists.getOrDefault("sampleSources", List.of()),
        Instant.parse(texts.get("firstSeen")),
        Instant.parse(texts.get("lastSeen")),
        lists.getOrDefault("rules", List.of()));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String label) {
    return Enum.valueOf(type, Labels.constant(label));
  }
}
