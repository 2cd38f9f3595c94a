package dev.flyball.controller.cluster;

import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.window.RecommendationWindow.Sample;
import dev.flyball.core.window.ScaleEventLog.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes histories to JSON, compactly, and reads them back. */
final class HistoryCodec {
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.shared();

  private HistoryCodec() {}

  static ObjectNode write(HistorySnapshot history) {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", VERSION).put("desiredReplicas", history.desiredReplicas());
    ArrayNode recommendations = node.putArray("recommendations");
    for (Sample sample : history.recommendations()) {
      recommendations.addArray().add(sample.atMillis()).add(sample.replicas());
    }
    writeEvents(node.putArray("scaleUps"), history.scaleUps());
    writeEvents(node.putArray("scaleDowns"), history.scaleDowns());
    ArrayNode conditions = node.putArray("conditions");
    for (Condition c : history.conditions()) {
      ArrayNode entry = conditions.addArray().add(c.type().name()).add(c.status());
      entry.add(c.reason().name()).add(c.message()).add(c.lastTransitionMillis());
    }
    return node;
  }

  private static void writeEvents(ArrayNode array, List<Event> events) {
    for (Event event : events) {
      array.addArray().add(event.atMillis()).add(event.change()).add(event.outdated());
    }
  }

  /** The history, or nothing when it is of another version or cannot be read. */
  static Optional<HistorySnapshot> read(JsonNode node) {
    if (node.path("version").asInt(0) != VERSION) {
      return Optional.empty();
    }
    try {
      List<Sample> recommendations = new ArrayList<>();
      for (JsonNode sample : node.path("recommendations")) {
        recommendations.add(new Sample(sample.get(0).longValue(), sample.get(1).intValue()));
      }
      List<Condition> conditions = new ArrayList<>();
      for (JsonNode c : node.path("conditions")) {
        conditions.add(
            new Condition(
                ConditionType.valueOf(c.get(0).stringValue()),
                c.get(1).booleanValue(),
                Reason.valueOf(c.get(2).stringValue()),
                c.get(3).stringValue(),
                c.get(4).longValue()));
      }
      return Optional.of(
          new HistorySnapshot(
              recommendations,
              readEvents(node.path("scaleUps")),
              readEvents(node.path("scaleDowns")),
              conditions,
              node.path("desiredReplicas").asInt(0)));
    } catch (RuntimeException e) {
      // Somebody's hand, or another program's: what cannot be read is as good as not there.
      return Optional.empty();
    }
  }

  private static List<Event> readEvents(JsonNode array) {
    List<Event> events = new ArrayList<>();
    for (JsonNode event : array) {
      events.add(
          new Event(
              event.get(0).longValue(), event.get(1).intValue(), event.get(2).booleanValue()));
    }
    return events;
  }
}
