package dev.flyball.controller.cluster;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** What an HPA says of one of its metrics, for people. */
final class HpaMetricText {
  /** So much is kept of what an HPA says of its metrics. */
  static final int LONGEST = 300;

  private String name = "";
  private String container = "";
  private @Nullable String utilization;
  private @Nullable String averageValue;
  private @Nullable String value;

  /** Reads an element of {@code currentMetrics} up to its end. */
  void read(JsonParser parser) {
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      switch (field) {
        case "resource", "containerResource", "pods", "object", "external" -> source(parser);
        default -> JsonFields.skip(parser);
      }
    }
  }

  private void source(JsonParser parser) {
    JsonFields.each(
        parser,
        field -> {
          switch (field) {
            case "name" -> name = JsonFields.orEmpty(parser);
            case "container" -> container = JsonFields.orEmpty(parser);
            case "metric" -> metric(parser);
            case "current" -> current(parser);
            default -> JsonFields.skip(parser);
          }
        });
  }

  private void metric(JsonParser parser) {
    JsonFields.each(
        parser,
        field -> {
          if (field.equals("name")) {
            name = JsonFields.orEmpty(parser);
          } else {
            JsonFields.skip(parser);
          }
        });
  }

  private void current(JsonParser parser) {
    JsonFields.each(
        parser,
        field -> {
          switch (field) {
            case "averageUtilization" -> utilization = JsonFields.scalar(parser);
            case "averageValue" -> averageValue = JsonFields.scalar(parser);
            case "value" -> value = JsonFields.scalar(parser);
            default -> JsonFields.skip(parser);
          }
        });
  }

  @Override
  public String toString() {
    if (name.isEmpty()) {
      return "a metric without a value";
    }
    String of = container.isEmpty() ? name : name + " of " + container;
    if (utilization != null) {
      return of + " " + utilization + " %";
    }
    String amount = averageValue == null ? value : averageValue;
    return amount == null ? of : of + " " + amount;
  }
}
