package dev.flyball.controller.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A server at a URL. */
final class UrlServer implements Connection {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 10_000;

  /** Twice the time after which a stream says that it is still there. */
  private static final int SILENCE_MILLIS = 30_000;

  private final String base;

  UrlServer(String url) {
    base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  @Override
  public Answer get(String path) throws IOException {
    HttpURLConnection http = open(path, READ_MILLIS);
    try {
      int status = http.getResponseCode();
      try (InputStream body = status < 400 ? http.getInputStream() : http.getErrorStream()) {
        String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(status, text);
      }
    } finally {
      http.disconnect();
    }
  }

  @Override
  public InputStream stream(String path, Optional<String> lastEventId) throws IOException {
    HttpURLConnection http = open(path, SILENCE_MILLIS);
    lastEventId.ifPresent(id -> http.setRequestProperty("Last-Event-ID", id));
    if (http.getResponseCode() != 200) {
      throw new IOException("status " + http.getResponseCode());
    }
    return http.getInputStream();
  }

  private HttpURLConnection open(String path, int readMillis) throws IOException {
    try {
      HttpURLConnection http = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
      http.setConnectTimeout(CONNECT_MILLIS);
      http.setReadTimeout(readMillis);
      return http;
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IOException("this is no URL of a server: " + base, e);
    }
  }

  @Override
  public String where() {
    return base;
  }

  @Override
  public void close() {}
}
