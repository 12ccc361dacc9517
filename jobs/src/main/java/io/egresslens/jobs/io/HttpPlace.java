package io.egresslens.jobs.io;

import io.egresslens.jobs.config.RunConfig.HttpReceiver;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where requests go. Placeholders are resolved here, where requests are made: job graph and
 * checkpoints hold the placeholder only. They are resolved again after an answer that a changed
 * secret may explain. One request at a time.
 */
final class HttpPlace {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpReceiver receiver;
  private final String path;
  private final Duration timeout;
  private final HttpClient client;
  private volatile HttpTarget target;
  private boolean isDoubted;

  /**
   * @param path what comes after the receiver's address
   * @param timeout how long a request may take, answer and all
   * @throws RuntimeException when a placeholder leads nowhere, or no request can be made of what is
   *     put in; it does not hold that
   */
  HttpPlace(HttpReceiver receiver, String path, Duration timeout) {
    this.receiver = receiver;
    this.path = path;
    this.target = HttpTarget.of(receiver, path);
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  /** Host and port: a path may hold a secret. */
  @Override
  public String toString() {
    return target.toString();
  }

  /** Sends and waits; whatever goes wrong is in the answer. */
  HttpAnswer send(Post post) throws InterruptedException {
    RuntimeException unresolved = isDoubted ? resolveAgain() : null;
    HttpAnswer answer = answer(post);
    isDoubted = answer.mayBeOfASecret();
    return isDoubted && unresolved != null ? answer.because(unresolved) : answer;
  }

  /** A secret that is being changed may be gone for a moment: then the last one stands. */
  private RuntimeException resolveAgain() {
    try {
      target = HttpTarget.of(receiver, path);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private HttpAnswer answer(Post post) throws InterruptedException {
    HttpRequest request =
        target
            .request(post.mediaType())
            .timeout(timeout)
            .POST(BodyPublishers.ofByteArray(post.body()))
            .build();
    // The request's own timeout ends with the first byte of the answer.
    CompletableFuture<HttpResponse<Void>> sending =
        client.sendAsync(request, BodyHandlers.discarding());
    try {
      return HttpAnswer.of(sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS), Instant.now());
    } catch (ExecutionException e) {
      return HttpAnswer.none(e.getCause());
    } catch (TimeoutException e) {
      return HttpAnswer.none(e);
    } finally {
      sending.cancel(true);
    }
  }
}
