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

/** Follows the rows that change, over connections that may be lost. */
final class RowEvents {
  private static final long PAUSE_MILLIS = 1_000;
  private static final String PATH = "/api/v1/events";

  private final Connection connection;
  private String revision;

  /** Rows that change after a revision. */
  RowEvents(Connection connection, String revision) {
    this.connection = connection;
    this.revision = revision;
  }

  /**
   * Gives events one after the other until no more are wanted. A connection that is lost is made
   * again, and goes on where it was.
   *
   * @param wanted takes an event's data and tells whether to go on
   */
  void follow(Predicate<JsonNode> wanted) throws InterruptedException {
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

  private boolean read(InputStream body, Predicate<JsonNode> wanted) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ")) {
        JsonNode data = json(line.substring("data: ".length()));
        revision = data.path("revision").asString(revision);
        if (data.has("rows") && !wanted.test(data)) {
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
