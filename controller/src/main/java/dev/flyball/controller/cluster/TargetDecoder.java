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
    Fields fields = new Fields();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      switch (name) {
        case "metadata" -> metadata.read(parser);
        case "spec" -> fields.spec(parser);
        case "status" -> fields.status(parser);
        default -> JsonFields.skip(parser);
      }
    }
    return metadata.found(
        () ->
            new TargetInfo(
                new TargetKey(metadata.namespace, GROUP, kind, metadata.name),
                metadata.version,
                fields.replicas,
                fields.statusReplicas,
                fields.selector == null ? null : fields.selector.selector(),
                fields.pod == null ? null : shapes.pod(fields.pod, fields.template.labels, null)));
  }

  private static final class Fields {
    int replicas = DEFAULT_REPLICAS;
    int statusReplicas;
    final ObjectMetadata template = new ObjectMetadata();
    @Nullable Selector selector;
    @Nullable PodSpecFields pod;

    void spec(JsonParser parser) {
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

    void status(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            if (field.equals("replicas")) {
              statusReplicas = JsonFields.integer(parser, 0);
            } else {
              JsonFields.skip(parser);
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
    private Map<String, String> labels = Map.of();
    private final List<SelectorExpression> expressions = new ArrayList<>(0);

    void read(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            switch (field) {
              case "matchLabels" -> labels = JsonFields.map(parser);
              case "matchExpressions" ->
                  JsonFields.eachObject(
                      parser, () -> expressions.add(SelectorExpression.read(parser, "key")));
              default -> JsonFields.skip(parser);
            }
          });
    }

    /** Throws an IllegalArgumentException where an operator is none. */
    LabelSelector selector() {
      return new LabelSelector(
          labels,
          expressions.stream()
              .map(
                  e ->
                      new LabelSelector.Requirement(
                          e.key(), LabelSelector.Operator.valueOf(e.operator()), e.values()))
              .toList());
    }
  }
}
