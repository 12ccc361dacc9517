package io.egresslens.jobs.config;

import io.egresslens.catalog.Problems;
import io.egresslens.catalog.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One setting of {@code run}.
 *
 * @param key nested by dots: {@code window.size} is {@code size} below {@code window}
 * @param fallback the value when the key is absent, as YAML; null when there is none
 * @param required whether the key must be there; then there is no fallback
 * @param example a value for the reference file when there is no fallback, as YAML
 * @param description what it sets, in which unit, and what a wrong value costs
 */
record Option<T>(
    String key,
    OptionType<T> type,
    String fallback,
    boolean required,
    String example,
    String description) {

  Option {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(type, "type");
    if (required ? fallback != null : (fallback == null && example == null)) {
      throw new IllegalArgumentException(key + ": a fallback, or an example of what to write");
    }
  }

  static <T> Option<T> required(
      String key, OptionType<T> type, String example, String description) {
    return new Option<>(key, type, null, true, example, description);
  }

  static <T> Option<T> withDefault(
      String key, OptionType<T> type, String fallback, String description) {
    return new Option<>(key, type, fallback, false, null, description);
  }

  /** An option whose value is null when the key is absent. */
  static <T> Option<T> absentByDefault(
      String key, OptionType<T> type, String example, String description) {
    return new Option<>(key, type, null, false, example, description);
  }

  /** What the documentation shows as value: the fallback, or else the example. */
  String shownValue() {
    return fallback == null ? example : fallback;
  }

  /** The value when the key is absent; null when there is none. */
  T fallbackValue() {
    if (fallback == null) {
      return null;
    }
    Problems problems = new Problems();
    byte[] document = ("value: " + fallback).getBytes(StandardCharsets.UTF_8);
    T value = type.reading().apply(YamlDocument.parse(key, document, problems).get("value"));
    problems.throwIfAny();
    return value;
  }
}
