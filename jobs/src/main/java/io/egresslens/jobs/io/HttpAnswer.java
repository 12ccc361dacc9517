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
 * @param failure why there was no answer, or more to it than its status; otherwise null
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

  /** The same answer, with what made it so. */
  HttpAnswer because(RuntimeException cause) {
    return new HttpAnswer(status, retryAfter, words() + ", and " + cause.getMessage());
  }

  boolean isTaken() {
    return status >= 200 && status < 300;
  }

  /** Whether the same request may be taken later; otherwise it is at fault itself. */
  boolean isPassing() {
    return status == 0
        || status == 408
        || status == 425
        || status == 429
        || status >= 500
        || mayBeOfASecret();
  }

  /** Whether credentials may be at fault, of which an address may be one: not the request. */
  boolean mayBeOfASecret() {
    return status == 401 || status == 403 || status == 404;
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
