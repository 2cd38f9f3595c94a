package dev.flyball.controller.cluster;

import dev.flyball.core.policy.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads what the loop needs of the workloads of a kind of {@code apps}. Safe for several threads.
 */
final class TargetDecoder implements ObjectDecoder<TargetInfo> {
  static final String GROUP = "apps";
  private static final int DEFAULT_REPLICAS = 1;

  private final String kind;
  private final ShapeReader shapes;

  TargetDecoder(String kind, ShapeReader shapes) {
    this.kind = kind;
    this.shapes = shapes;
  }

  @Override
  public Found<TargetInfo> read(JsonParser parser) {
    ObjectMetadata metadata = new ObjectMetadata();
    Spec spec = new Spec();
    int[] replicas = new int[1];
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      switch (name) {
        case "metadata" -> metadata.read(parser);
        case "spec" -> spec.read(parser);
        case "status" ->
            JsonFields.each(
                parser,
                field -> {
                  if (field.equals("replicas")) {
                    replicas[0] = JsonFields.integer(parser, 0);
                  } else {
                    JsonFields.skip(parser);
                  }
                });
        default -> JsonFields.skip(parser);
      }
    }
    return new Found<>(
        metadata.namespace,
        metadata.name,
        metadata.version,
        () ->
            new TargetInfo(
                new TargetKey(metadata.namespace, GROUP, kind, metadata.name),
                metadata.version,
                spec.replicas,
                replicas[0],
                spec.selector == null ? null : spec.selector.selector(),
                spec.pod == null ? null : shapes.pod(spec.pod, spec.template.labels, null)));
  }

  private static final class Spec {
    int replicas = DEFAULT_REPLICAS;
    final ObjectMetadata template = new ObjectMetadata();
    @Nullable Selector selector;
    @Nullable PodSpecFields pod;

    void read(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            switch (field) {
              case "replicas" -> replicas = JsonFields.integer(parser, DEFAULT_REPLICAS);
              case "selector" -> {
                selector = new Selector();
                selector.read(parser);
              }
              case "template" -> template(parser);
              default -> JsonFields.skip(parser);
            }
          });
    }

    private void template(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            switch (field) {
              case "metadata" -> template.read(parser);
              case "spec" -> {
                pod = new PodSpecFields();
                pod.read(parser);
              }
              default -> JsonFields.skip(parser);
            }
          });
    }
  }

  /** A label selector as it is written. */
  private static final class Selector {
    private record Expression(String key, String operator, List<String> values) {}

    private Map<String, String> labels = Map.of();
    private final List<Expression> expressions = new ArrayList<>(0);

    void read(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            switch (field) {
              case "matchLabels" -> labels = JsonFields.map(parser);
              case "matchExpressions" -> expressions(parser);
              default -> JsonFields.skip(parser);
            }
          });
    }

    private void expressions(JsonParser parser) {
      if (!JsonFields.entersList(parser)) {
        return;
      }
      while (JsonFields.nextObject(parser)) {
        String key = "";
        String operator = "";
        List<String> values = List.of();
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
          switch (field) {
            case "key" -> key = JsonFields.orEmpty(parser);
            case "operator" -> operator = JsonFields.orEmpty(parser);
            case "values" -> values = JsonFields.strings(parser);
            default -> JsonFields.skip(parser);
          }
        }
        expressions.add(new Expression(key, operator, values));
      }
    }

    /** Throws an IllegalArgumentException where an operator is none. */
    LabelSelector selector() {
      return new LabelSelector(
          labels,
          expressions.stream()
              .map(
                  e ->
                      new LabelSelector.Requirement(
                          e.key, LabelSelector.Operator.valueOf(e.operator), e.values))
              .toList());
    }
  }
}
