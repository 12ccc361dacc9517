package io.egresslens.samples;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.RejectReason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One record before it is put into an envelope, with what its author means by it.
 *
 * @param time event time, as meant
 * @param timeText the same as the record spells it
 * @param category null for a record that is no firewall log
 * @param categoryText how the record spells the category
 * @param shape the legacy shape, or null for a structured record
 * @param properties in the order of the record; legacy: {@code msg} alone
 * @param story the story it belongs to
 * @param copy whether it repeats another record
 * @param meant what a reader must make of it
 */
public record Sample(
    Instant time,
    String timeText,
    Site.Firewall firewall,
    Category category,
    String categoryText,
    LegacyShape shape,
    Map<String, Object> properties,
    String story,
    Copy copy,
    Meaning meant) {

  /** Whether a record repeats one that stands elsewhere. */
  public enum Copy {
    NONE,
    /** The second delivery of the same bytes. */
    REDELIVERED,
    /** The legacy text of a decision that the structured log holds too. */
    DOUBLE_SETTING
  }

  /**
   * What a reader must make of a record. Fields that do not apply are null; a port that the record
   * does not say is 0.
   *
   * @param cluster for a flow: the cluster, or {@code unassigned}
   * @param destination for a flow: name or address, null for no-destination
   * @param reason for a dead letter
   */
  public record Meaning(
      RecordBox box,
      FlowKind kind,
      String cluster,
      String source,
      String destination,
      int port,
      String protocol,
      Action action,
      Expectation expectation,
      RejectReason reason) {

    static Meaning beside(RecordBox box, FlowKind kind, Action action) {
      return new Meaning(box, kind, null, null, null, 0, null, action, null, null);
    }

    static Meaning dead(RejectReason reason) {
      return new Meaning(
          RecordBox.DEAD_LETTER, null, null, null, null, 0, null, null, null, reason);
    }
  }

  Sample story(String name) {
    return new Sample(
        time, timeText, firewall, category, categoryText, shape, properties, name, copy, meant);
  }

  Sample copy(Copy kind) {
    return new Sample(
        time, timeText, firewall, category, categoryText, shape, properties, story, kind, meant);
  }

  Sample meaning(Meaning meaning) {
    return new Sample(
        time, timeText, firewall, category, categoryText, shape, properties, story, copy, meaning);
  }

  Sample dead(RejectReason reason) {
    return meaning(Meaning.dead(reason));
  }

  /** The same record with its time spelled in another way, or with one that is none. */
  Sample timeText(String text) {
    return time(time, text);
  }

  Sample time(Instant meantTime, String text) {
    return new Sample(
        meantTime, text, firewall, category, categoryText, shape, properties, story, copy, meant);
  }

  Sample categoryText(String text) {
    return new Sample(
        time, timeText, firewall, category, text, shape, properties, story, copy, meant);
  }

  /** The same record with a property set, at its old place when it had one. */
  Sample with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(properties);
    changed.put(key, value);
    return properties(changed);
  }

  /** The same record without a property. */
  Sample without(String key) {
    Map<String, Object> changed = new LinkedHashMap<>(properties);
    changed.remove(key);
    return properties(changed);
  }

  private Sample properties(Map<String, Object> changed) {
    return new Sample(
        time, timeText, firewall, category, categoryText, shape, changed, story, copy, meant);
  }
}
