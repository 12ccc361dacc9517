package io.egresslens.alert.format;

import static io.egresslens.alert.format.JsonDocument.object;

import java.time.Instant;
import java.util.Map;

/** Cells of the mapping that take more than a word of a table. */
final class MappingWords {
  /** OCSF's type of an analytic: a rule. */
  private static final long RULE = 1;

  private static final long CLOSE = 3;
  private static final long SUPPRESSED = 3;

  private MappingWords() {}

  /** OCSF's form of a time. */
  static Long millis(Instant time) {
    return time.toEpochMilli();
  }

  static Map<String, Object> analytic(String rule) {
    return object("uid", rule, "name", rule, "type_id", RULE, "type", "Rule");
  }

  /** Whether somebody should look at it now. */
  static boolean isAlert(StatusWords words) {
    return words.ocsfActivity() != CLOSE && words.ocsfStatus() != SUPPRESSED;
  }

  static Instant knownEnd(Telling telling) {
    return telling.endsAt() == null ? telling.change().lastEvent() : telling.endsAt();
  }

  static Instant until(Telling telling) {
    return telling.isFiring() ? telling.firingUntil() : telling.endsAt();
  }
}
