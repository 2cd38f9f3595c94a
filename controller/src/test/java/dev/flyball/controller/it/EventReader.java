package dev.flyball.controller.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads server-sent events as a browser does. */
final class EventReader implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final InputStream body;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(1_000);

  /** An event. */
  record Event(String id, String name, JsonNode data) {}

  EventReader(HttpClient http, URI uri, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new AssertionError("status " + response.statusCode());
      }
      body = response.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    Thread.ofVirtual().name("events").start(this::read);
  }

  private void read() {
    Map<String, String> fields = new HashMap<>();
    try (Scanner lines = new Scanner(body, StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        String line = lines.nextLine();
        int colon = line.indexOf(": ");
        if (line.isEmpty() && fields.containsKey("data")) {
          events.add(
              new Event(
                  fields.get("id"),
                  fields.get("event"),
                  JsonMapper.shared().readTree(fields.get("data"))));
          fields.clear();
        } else if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
    }
  }

  /** The next event that is wanted; those before it are passed over. */
  Event next(String what, Predicate<Event> wanted) {
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      for (long left = PATIENCE_SECONDS; left > 0; ) {
        Event event = events.poll(left, TimeUnit.SECONDS);
        if (event == null) {
          break;
        }
        if (wanted.test(event)) {
          return event;
        }
        left = TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
  }

  Event next(String name) {
    return next(name, e -> e.name().equals(name));
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
