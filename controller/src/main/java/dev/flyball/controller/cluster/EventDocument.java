package dev.flyball.controller.cluster;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.report.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of Events, within the limits that the API server sets to their fields. */
final class EventDocument {
  /** Longest note that the API server accepts, in bytes. */
  static final int MAX_NOTE_BYTES = 1024;

  private static final int MAX_INSTANCE_BYTES = 128;
  private static final String ELLIPSIS = "…";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String instance;
  private final Function<PolicyId, EventSubject> subjects;

  EventDocument(String instance, Function<PolicyId, EventSubject> subjects) {
    this.instance = shorten(instance, MAX_INSTANCE_BYTES);
    this.subjects = subjects;
  }

  /** A new Event. */
  String event(
      String name,
      PolicyId policy,
      @Nullable TargetKey target,
      boolean warning,
      String reason,
      String message,
      long nowMillis) {
    ObjectNode event = JSON.createObjectNode();
    event.put("apiVersion", "events.k8s.io/v1").put("kind", "Event");
    event.putObject("metadata").put("name", name).put("namespace", policy.namespace());
    event.put("eventTime", Timestamps.micros(nowMillis));
    event.put("reportingController", "flyball").put("reportingInstance", instance);
    event.put("type", warning ? "Warning" : "Normal").put("reason", reason);
    event.put("action", action(reason)).put("note", shorten(message, MAX_NOTE_BYTES));
    regarding(event.putObject("regarding"), policy);
    if (target != null) {
      related(event.putObject("related"), target);
    }
    return event.toString();
  }

  /** The merge patch that tells of repeats. */
  String series(int count, long lastMillis) {
    ObjectNode patch = JSON.createObjectNode();
    patch
        .putObject("series")
        .put("count", count)
        .put("lastObservedTime", Timestamps.micros(lastMillis));
    return patch.toString();
  }

  private void regarding(ObjectNode json, PolicyId policy) {
    EventSubject subject = subjects.apply(policy);
    json.put("apiVersion", subject.apiVersion()).put("kind", subject.kind());
    json.put("namespace", policy.namespace()).put("name", subject.name());
    if (!subject.uid().isEmpty()) {
      json.put("uid", subject.uid());
    }
    if (!subject.fieldPath().isEmpty()) {
      json.put("fieldPath", subject.fieldPath());
    }
  }

  private static void related(ObjectNode json, TargetKey target) {
    // Targets are identified without the version of their API; of other groups it is not known.
    switch (target.group()) {
      case "" -> json.put("apiVersion", "v1");
      case "apps" -> json.put("apiVersion", "apps/v1");
      default -> {}
    }
    json.put("kind", target.kind());
    json.put("namespace", target.namespace()).put("name", target.name());
  }

  private static String action(String reason) {
    return switch (reason) {
      case "SuccessfulRescale", "FailedRescale", "FailedUpdateScale" -> "Rescale";
      case "InvalidPolicy", "ValidPolicy" -> "ReadPolicy";
      case "FailedGetScale" -> "GetScale";
      default -> "Decide";
    };
  }

  /** The text, cut at a character so that it has at most so many bytes in UTF-8. */
  static String shorten(String text, int maxBytes) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
      return text;
    }
    int room = maxBytes - ELLIPSIS.getBytes(StandardCharsets.UTF_8).length;
    int end = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      room -= text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
      if (room < 0) {
        break;
      }
      end = next;
    }
    return text.substring(0, end) + ELLIPSIS;
  }
}
