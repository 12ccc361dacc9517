package io.egresslens.jobs.io;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * What became of a request.
 *
 * @param status of HTTP; 0 when there was no answer
 * @param retryAfter how long the other side wants to be left alone; zero when it did not say
 * @param failure why there was no answer; null when there was one
 */
record HttpAnswer(int status, Duration retryAfter, String failure) {
  /** Nobody may keep us quiet for longer. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  static HttpAnswer of(HttpResponse<?> response, Instant now) {
    Duration wait =
        response.headers().firstValue("Retry-After").map(v -> wait(v, now)).orElse(Duration.ZERO);
    return new HttpAnswer(response.statusCode(), wait, null);
  }

  static HttpAnswer none(Throwable failure) {
    return new HttpAnswer(0, Duration.ZERO, failure.toString());
  }

  boolean isTaken() {
    return status >= 200 && status < 300;
  }

  /** Whether the same request may be taken later; otherwise it is at fault itself. */
  boolean isPassing() {
    return status == 0 || status == 408 || status == 425 || status == 429 || status >= 500;
  }

  String words() {
    return failure == null ? "status " + status : failure;
  }

  /** RFC 9110 has seconds, or a date. */
  private static Duration wait(String text, Instant now) {
    Duration wait;
    try {
      wait =
          text.matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : wait;
  }
}
