package dev.flyball.controller.cluster;

import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.window.FailureStreaks.Streak;
import dev.flyball.core.window.RecommendationWindow.Sample;
import dev.flyball.core.window.ScaleEventLog.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A history as JSON: arrays of numbers, times in epoch milliseconds.
 *
 * <pre>{@code
 * {"version": 1, "desiredReplicas": 3,
 *  "recommendations": [[time, replicas], …],
 *  "scaleUps": [[time, change, outdated 0|1], …], "scaleDowns": […],
 *  "conditions": [["AbleToScale", status 0|1, "ReadyForNewScale", "message", time], …]}
 * }</pre>
 *
 * <p>Version 2 adds {@code "failures": [[failed in a row, time], …]}, one for each metric, and
 * {@code "lastActive": time}. It is written only where there is something of it, so that an older
 * controller can take over from a newer one as long as nothing is lost by that.
 */
final class HistoryCodec {
  /** The newest that is written and read. */
  static final int VERSION = 2;

  private static final JsonMapper JSON = JsonMapper.shared();

  private HistoryCodec() {}

  static ObjectNode encode(HistorySnapshot history) {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", versionOf(history)).put("desiredReplicas", history.desiredReplicas());
    ArrayNode recommendations = json.putArray("recommendations");
    for (Sample sample : history.recommendations()) {
      recommendations.addArray().add(sample.atMillis()).add(sample.replicas());
    }
    events(json.putArray("scaleUps"), history.scaleUps());
    events(json.putArray("scaleDowns"), history.scaleDowns());
    if (!history.failures().isEmpty()) {
      ArrayNode failures = json.putArray("failures");
      for (Streak streak : history.failures()) {
        failures.addArray().add(streak.failures()).add(streak.countedAtMillis());
      }
    }
    if (history.lastActiveMillis() > 0) {
      json.put("lastActive", history.lastActiveMillis());
    }
    ArrayNode conditions = json.putArray("conditions");
    for (Condition c : history.conditions()) {
      ArrayNode entry = conditions.addArray().add(c.type().name()).add(c.status() ? 1 : 0);
      entry.add(c.reason().name()).add(c.message()).add(c.lastTransitionMillis());
    }
    return json;
  }

  private static int versionOf(HistorySnapshot history) {
    return history.failures().isEmpty() && history.lastActiveMillis() == 0 ? 1 : VERSION;
  }

  private static void events(ArrayNode array, List<Event> events) {
    for (Event event : events) {
      ArrayNode entry = array.addArray().add(event.atMillis()).add(event.change());
      entry.add(event.outdated() ? 1 : 0);
    }
  }

  /**
   * Reads a history back. A condition that this version does not know is left out.
   *
   * @throws IllegalArgumentException when it is none, damaged, or of a newer version; the message
   *     says which
   */
  static HistorySnapshot decode(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("there is no history in it");
    }
    int version = number(json.path("version"), "version", 1, Integer.MAX_VALUE);
    if (version > VERSION) {
      throw new IllegalArgumentException(
          "its history has version " + version + ", newer than " + VERSION);
    }
    return new HistorySnapshot(
        recommendations(json.path("recommendations")),
        events(json.path("scaleUps"), "scaleUps"),
        events(json.path("scaleDowns"), "scaleDowns"),
        failures(json.path("failures")),
        conditions(json.path("conditions")),
        number(json.path("desiredReplicas"), "desiredReplicas", 0, Integer.MAX_VALUE),
        json.path("lastActive").isMissingNode() ? 0 : time(json.path("lastActive"), "lastActive"));
  }

  private static List<Sample> recommendations(JsonNode json) {
    List<Sample> samples = new ArrayList<>();
    long last = 0;
    for (JsonNode entry : entries(json, "recommendations", 2)) {
      long at = time(entry.get(0), "recommendations");
      if (at < last) {
        throw new IllegalArgumentException("recommendations are not in the order of time");
      }
      last = at;
      samples.add(new Sample(at, number(entry.get(1), "recommendations", 0, Integer.MAX_VALUE)));
    }
    return samples;
  }

  private static List<Event> events(JsonNode json, String field) {
    List<Event> events = new ArrayList<>();
    for (JsonNode entry : entries(json, field, 3)) {
      events.add(
          new Event(
              time(entry.get(0), field),
              number(entry.get(1), field, 0, Integer.MAX_VALUE),
              number(entry.get(2), field, 0, 1) == 1));
    }
    return events;
  }

  private static List<Streak> failures(JsonNode json) {
    List<Streak> streaks = new ArrayList<>();
    if (json.isMissingNode()) {
      return streaks;
    }
    for (JsonNode entry : entries(json, "failures", 2)) {
      int failures = number(entry.get(0), "failures", 0, Integer.MAX_VALUE);
      streaks.add(new Streak(failures, time(entry.get(1), "failures")));
    }
    return streaks;
  }

  private static List<Condition> conditions(JsonNode json) {
    List<Condition> conditions = new ArrayList<>();
    for (JsonNode entry : entries(json, "conditions", 5)) {
      boolean status = number(entry.get(1), "conditions", 0, 1) == 1;
      long since = time(entry.get(4), "conditions");
      Optional<ConditionType> type = named(ConditionType.values(), entry.get(0));
      Optional<Reason> reason = named(Reason.values(), entry.get(2));
      if (type.isPresent() && reason.isPresent()) {
        String message = entry.get(3).asString("");
        conditions.add(new Condition(type.get(), status, reason.get(), message, since));
      }
    }
    return conditions;
  }

  private static <E extends Enum<E>> Optional<E> named(E[] values, JsonNode name) {
    String text = name.asString("");
    return Arrays.stream(values).filter(value -> value.name().equals(text)).findFirst();
  }

  private static List<JsonNode> entries(JsonNode json, String field, int size) {
    if (!json.isArray()) {
      throw new IllegalArgumentException(field + " is not an array");
    }
    List<JsonNode> entries = new ArrayList<>();
    for (JsonNode entry : json) {
      if (!entry.isArray() || entry.size() != size) {
        throw new IllegalArgumentException(field + " has an entry without " + size + " values");
      }
      entries.add(entry);
    }
    return entries;
  }

  private static long time(JsonNode json, String field) {
    if (!json.isIntegralNumber() || !json.canConvertToLong() || json.longValue() < 0) {
      throw new IllegalArgumentException(field + " has a time that is none: " + json);
    }
    return json.longValue();
  }

  private static int number(JsonNode json, String field, int min, int max) {
    if (!json.isIntegralNumber()
        || !json.canConvertToInt()
        || json.intValue() < min
        || json.intValue() > max) {
      throw new IllegalArgumentException(field + " has a number out of range: " + json);
    }
    return json.intValue();
  }
}
