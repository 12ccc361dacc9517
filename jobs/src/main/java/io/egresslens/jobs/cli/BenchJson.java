package io.egresslens.jobs.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.egresslens.bench.Contestants;
import io.egresslens.bench.LoadForm;
import io.egresslens.bench.MatchBench;
import io.egresslens.bench.ReadBench;
import io.egresslens.bench.Series;
import io.egresslens.flow.Labels;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/** The figures of {@code bench} for programs, every round of them. */
final class BenchJson {
  private final JsonGenerator json;

  private BenchJson(JsonGenerator json) {
    this.json = json;
  }

  static String text(BenchMachine machine, BenchPlan.Result result) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      BenchJson writer = new BenchJson(json);
      json.writeStartObject();
      writer.machine(machine);
      json.writeNumberField("rounds", result.rounds());
      json.writeNumberField("coreShare", result.read().coreShare());
      json.writeArrayFieldStart("reading");
      for (LoadForm form : LoadForm.values()) {
        writer.reading(form, result.read());
      }
      json.writeEndArray();
      json.writeArrayFieldStart("matching");
      for (MatchBench match : result.match()) {
        writer.matching(match);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private void machine(BenchMachine machine) throws IOException {
    json.writeObjectFieldStart("machine");
    json.writeStringField("processor", machine.processor());
    json.writeNumberField("cores", machine.cores());
    json.writeStringField("system", machine.system());
    json.writeStringField("java", machine.java());
    json.writeNumberField("maxHeapBytes", machine.maxHeapBytes());
    json.writeEndObject();
  }

  private void reading(LoadForm form, ReadBench read) throws IOException {
    json.writeStartObject();
    json.writeStringField("form", Labels.kebab(form.name()));
    json.writeNumberField("records", read.loads().get(form).records());
    json.writeNumberField("bytes", read.loads().get(form).bytes());
    double nanos = read.nanos().get(form).get(Contestants.OWN).median();
    json.writeNumberField("recordsPerSecond", 1e9 / nanos);
    json.writeNumberField("megabytesPerSecond", read.bytesPerRecord(form) / nanos * 1e3);
    series("shareOfReadFloor", read.shareOfReadFloor(form));
    json.writeObjectFieldStart("nanosPerRecord");
    for (Map.Entry<String, Series> each : read.nanos().get(form).entrySet()) {
      series(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("timesOurs");
    for (String name : read.nanos().get(form).keySet()) {
      if (!name.equals(Contestants.OWN) && !name.equals(Contestants.READ_FLOOR)) {
        series(name, read.timesOurs(form, name));
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void matching(MatchBench match) throws IOException {
    json.writeStartObject();
    json.writeNumberField("patterns", match.patterns());
    series("nanosPerMatch", match.own());
    series("nanosPerMatchAnew", match.fresh());
    series("nanosPerHashMapGet", match.get());
    series("nanosPerSuffixWalk", match.walk());
    series("timeOfHashMapGet", match.own().by(match.get()));
    series("suffixWalkTimesOurs", match.walk().by(match.own()));
    json.writeNumberField("bytesPerPattern", match.bytesPerPattern());
    json.writeNumberField("buildMillis", match.buildMillis());
    json.writeEndObject();
  }

  private void series(String name, Series series) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("median", series.median());
    json.writeNumberField("least", series.least());
    json.writeNumberField("greatest", series.greatest());
    json.writeFieldName("rounds");
    json.writeArray(series.rounds(), 0, series.rounds().length);
    json.writeEndObject();
  }
}
