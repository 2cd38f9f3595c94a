package dev.flyball.controller.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows the rows that change and those that go, over connections that may be lost. */
final class RowEvents {
  private static final long PAUSE_MILLIS = 1_000;
  private static final String PATH = "/api/v1/events";
  private static final String EVENT = "event: ";
  private static final String DATA = "data: ";

  private final Connection connection;
  private String revision;

  /**
   * What has happened.
   *
   * @param all whether these are all rows there are, since it is not known what has changed
   * @param rows rows as they are now
   * @param removed ids of rows that are gone; with {@code all} none, for those are not told of
   */
  record Event(boolean all, JsonNode rows, JsonNode removed) {}

  /** Rows that change after a revision. */
  RowEvents(Connection connection, String revision) {
    this.connection = connection;
    this.revision = revision;
  }

  /**
   * Gives events one after the other until no more are wanted. A connection that is lost is made
   * again, and goes on where it was.
   *
   * @param wanted takes an event and tells whether to go on
   */
  void follow(Predicate<Event> wanted) throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      try (InputStream body =
          connection.stream(PATH + "?since=" + revision, Optional.of(revision))) {
        if (!read(body, wanted)) {
          return;
        }
      } catch (IOException e) {
        // It is tried again below; kubectl is as silent about it.
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private boolean read(InputStream body, Predicate<Event> wanted) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    String name = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(EVENT)) {
        name = line.substring(EVENT.length());
      } else if (line.startsWith(DATA)) {
        JsonNode data = json(line.substring(DATA.length()));
        revision = data.path("revision").asString(revision);
        Event event = new Event(name.equals("reset"), data.path("rows"), data.path("removed"));
        if (data.has("rows") && !wanted.test(event)) {
          return false;
        }
      }
    }
    return true;
  }

  private static JsonNode json(String text) throws IOException {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new IOException(e);
    }
  }
}
