package io.egresslens.jobs.io;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.egresslens.jobs.config.ClientProperties;
import io.egresslens.jobs.config.RunConfig.HttpReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver on the loopback interface that answers as it was told, and then well. */
final class ScriptedServer implements AutoCloseable {
  /** One request. */
  record Request(String path, String body, Map<String, List<String>> headers) {}

  /** One answer. */
  interface Answer {
    void to(HttpExchange exchange) throws Exception;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Answer> script = new ArrayDeque<>();

  /** All requests that were answered well. */
  final List<Request> taken = new CopyOnWriteArrayList<>();

  /** All requests. */
  final List<Request> all = new CopyOnWriteArrayList<>();

  ScriptedServer() throws IOException {
    this(0);
  }

  ScriptedServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  static Answer status(int status, String retryAfter) {
    return exchange -> {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  static Answer hang(long millis) {
    return exchange -> Thread.sleep(millis);
  }

  /** Says that there is a body, and never sends it. */
  static Answer hangInTheBody(long millis) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().write(1);
      exchange.getResponseBody().flush();
      Thread.sleep(millis);
    };
  }

  synchronized ScriptedServer then(Answer... answers) {
    script.addAll(List.of(answers));
    return this;
  }

  private synchronized Answer next() {
    return script.poll();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestURI().getPath(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              Map.copyOf(exchange.getRequestHeaders()));
      all.add(request);
      Answer answer = next();
      if (answer != null) {
        answer.to(exchange);
      } else {
        taken.add(request);
        exchange.sendResponseHeaders(200, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // The other side has hung up, as it should when we do not answer.
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  HttpReceiver receiver(Map<String, String> headers) {
    return new HttpReceiver("http://127.0.0.1:" + port(), new ClientProperties(headers));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
