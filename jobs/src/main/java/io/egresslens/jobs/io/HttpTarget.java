package io.egresslens.jobs.io;

import io.egresslens.jobs.config.RunConfig.HttpReceiver;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.TreeMap;

/**
 * An address and headers with their secrets put in, known to be good for a request.
 *
 * @param blank a request with the headers; to be copied
 */
record HttpTarget(URI uri, HttpRequest.Builder blank, boolean hasMediaType) {
  private static final int MOST_PORTS = 65_535;

  /**
   * @param path what comes after the receiver's address
   * @throws RuntimeException when a placeholder leads nowhere, or address or headers cannot be;
   *     neither message nor cause holds a value, which may be a secret
   */
  static HttpTarget of(HttpReceiver receiver, String path) {
    Map<String, String> given = new TreeMap<>(receiver.headers().values());
    given.put("", receiver.url());
    Map<String, String> headers = References.resolve(given);
    URI uri = address(headers.remove(""), path);
    HttpRequest.Builder blank = HttpRequest.newBuilder(uri);
    headers.forEach((name, value) -> set(blank, name, value));
    return new HttpTarget(
        uri, blank, headers.keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase));
  }

  private static URI address(String text, String path) {
    try {
      URI uri = URI.create(text.strip().replaceFirst("/+$", "") + path);
      if (uri.getHost() != null
          && uri.getScheme().matches("https?")
          && uri.getPort() <= MOST_PORTS) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the text that the exception has.
    }
    throw new IllegalArgumentException("the address of a receiver of alerts is no http(s) URL");
  }

  /** The builder knows best what it takes, and says the value when it does not. */
  private static void set(HttpRequest.Builder request, String name, String value) {
    if (!takes(request.copy(), name, "x")) {
      throw new IllegalArgumentException("no request may set header " + name);
    }
    if (!takes(request, name, value.strip())) {
      throw new IllegalArgumentException(
          "the value of header " + name + " holds what no header may");
    }
  }

  private static boolean takes(HttpRequest.Builder request, String name, String value) {
    try {
      request.setHeader(name, value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A request to be made, for whatever is in the body. */
  HttpRequest.Builder request(String mediaType) {
    HttpRequest.Builder request = blank.copy();
    return hasMediaType ? request : request.setHeader("Content-Type", mediaType);
  }

  /** Host and port: a path may hold a secret. */
  @Override
  public String toString() {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
