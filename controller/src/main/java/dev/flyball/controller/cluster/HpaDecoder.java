package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.HpaStatus.HpaCondition;
import dev.flyball.core.policy.ScaleTargetRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** Reads what the loop needs of native HPAs. Safe for several threads. */
final class HpaDecoder implements ObjectDecoder<HpaInfo> {
  @Override
  public Found<HpaInfo> read(JsonParser parser) {
    ObjectMetadata metadata = new ObjectMetadata();
    Target target = new Target();
    Status status = new Status();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      switch (name) {
        case "metadata" -> metadata.read(parser);
        case "spec" -> target.spec(parser);
        case "status" -> status.read(parser);
        default -> JsonFields.skip(parser);
      }
    }
    return metadata.found(
        () ->
            new HpaInfo(
                metadata.namespace,
                metadata.name,
                TargetKey.of(metadata.namespace, target.ref()),
                status.status()));
  }

  private static final class Target {
    private String apiVersion = "";
    private String kind = "";
    private String name = "";

    void spec(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            if (field.equals("scaleTargetRef")) {
              JsonFields.each(parser, inner -> reference(inner, parser));
            } else {
              JsonFields.skip(parser);
            }
          });
    }

    private void reference(String field, JsonParser parser) {
      switch (field) {
        case "apiVersion" -> apiVersion = JsonFields.orEmpty(parser);
        case "kind" -> kind = JsonFields.orEmpty(parser);
        case "name" -> name = JsonFields.orEmpty(parser);
        default -> JsonFields.skip(parser);
      }
    }

    ScaleTargetRef ref() {
      return new ScaleTargetRef(apiVersion, kind, name);
    }
  }

  private static final class Status {
    private final List<HpaCondition> conditions = new ArrayList<>(3);
    private final List<String> metrics = new ArrayList<>(2);
    private int current;
    private int desired;
    private @Nullable String lastScale;
    private boolean present;

    void read(JsonParser parser) {
      present = true;
      JsonFields.each(
          parser,
          field -> {
            switch (field) {
              case "currentReplicas" -> current = JsonFields.integer(parser, 0);
              case "desiredReplicas" -> desired = JsonFields.integer(parser, 0);
              case "lastScaleTime" -> lastScale = JsonFields.text(parser);
              case "conditions" -> JsonFields.eachObject(parser, () -> condition(parser));
              case "currentMetrics" -> JsonFields.eachObject(parser, () -> metric(parser));
              default -> JsonFields.skip(parser);
            }
          });
    }

    private void condition(JsonParser parser) {
      String type = "";
      String status = "";
      String reason = "";
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        switch (field) {
          case "type" -> type = JsonFields.orEmpty(parser).intern();
          case "status" -> status = JsonFields.orEmpty(parser);
          case "reason" -> reason = JsonFields.orEmpty(parser).intern();
          default -> JsonFields.skip(parser);
        }
      }
      conditions.add(new HpaCondition(type, status.equals("True"), reason));
    }

    private void metric(JsonParser parser) {
      HpaMetricText metric = new HpaMetricText();
      metric.read(parser);
      metrics.add(metric.toString());
    }

    HpaStatus status() {
      if (!present) {
        return HpaStatus.NONE;
      }
      String text = String.join(", ", metrics);
      return new HpaStatus(
          current,
          desired,
          Math.max(0, Times.millis(lastScale)),
          conditions,
          text.length() > HpaMetricText.LONGEST ? text.substring(0, HpaMetricText.LONGEST) : text);
    }
  }
}
