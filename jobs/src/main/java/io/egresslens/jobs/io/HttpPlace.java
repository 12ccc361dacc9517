package io.egresslens.jobs.io;

import io.egresslens.jobs.config.RunConfig.HttpReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Where requests go. Placeholders are resolved here, where requests are made, by the same means as
 * those of Kafka clients: job graph and checkpoints hold the placeholder only. One request at a
 * time.
 */
final class HttpPlace {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final URI uri;
  private final Map<String, String> headers;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * @param path what comes after the receiver's address
   * @param timeout how long a request may take, answer and all
   * @throws IllegalArgumentException when a placeholder leads nowhere, or to no address
   */
  HttpPlace(HttpReceiver receiver, String path, Duration timeout) {
    Map<String, String> given = new TreeMap<>(receiver.headers().values());
    given.put("", receiver.url());
    Map<String, String> resolved = resolve(given);
    this.uri = address(resolved.remove(""), path);
    this.headers = resolved;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  private static Map<String, String> resolve(Map<String, String> given) {
    Map<String, ConfigProvider> providers =
        Map.of(
            "env", new EnvVarConfigProvider(),
            "file", new FileConfigProvider(),
            "dir", new DirectoryConfigProvider());
    providers.values().forEach(provider -> provider.configure(Map.of()));
    Map<String, String> resolved =
        new TreeMap<>(new ConfigTransformer(providers).transform(given).data());
    resolved.forEach(
        (name, value) -> {
          if (value.contains("${")) {
            throw new IllegalArgumentException(
                "nothing to put in for " + given.get(name) + (name.isEmpty() ? "" : " of " + name));
          }
        });
    return resolved;
  }

  /** The text itself may be a secret, and is not said. */
  private static URI address(String text, String path) {
    try {
      URI uri = URI.create(text.replaceFirst("/+$", "") + path);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the text that the exception has.
    }
    throw new IllegalArgumentException("the address of a receiver of alerts is no http(s) URL");
  }

  /** Host and port: a path may hold a secret. */
  @Override
  public String toString() {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /** Sends and waits; whatever goes wrong is in the answer. */
  HttpAnswer send(Post post) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .header("Content-Type", post.mediaType())
            .POST(BodyPublishers.ofByteArray(post.body()));
    headers.forEach(request::setHeader);
    // The request's own timeout ends with the first byte of the answer.
    CompletableFuture<HttpResponse<Void>> sending =
        client.sendAsync(request.build(), BodyHandlers.discarding());
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
