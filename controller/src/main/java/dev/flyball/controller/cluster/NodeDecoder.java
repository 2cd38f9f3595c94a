package dev.flyball.controller.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;

/** Reads what the loop needs of nodes. Safe for several threads. */
final class NodeDecoder implements ObjectDecoder<NodeInfo> {
  @Override
  public Found<NodeInfo> read(JsonParser parser) {
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
            new NodeInfo(
                metadata.name,
                metadata.labels,
                fields.taints(),
                fields.ready,
                PodAmounts.milli(fields.allocatable)));
  }

  private static final class Fields {
    private final List<Taint> taints = new ArrayList<>(1);
    private boolean unschedulable;
    private boolean ready;
    private Map<String, String> allocatable = Map.of();

    void spec(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            switch (field) {
              case "taints" -> JsonFields.eachObject(parser, () -> taint(parser));
              case "unschedulable" -> unschedulable = JsonFields.isTrue(parser);
              default -> JsonFields.skip(parser);
            }
          });
    }

    private void taint(JsonParser parser) {
      String key = "";
      String value = "";
      String effect = "";
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        switch (field) {
          case "key" -> key = JsonFields.orEmpty(parser);
          case "value" -> value = JsonFields.orEmpty(parser);
          case "effect" -> effect = JsonFields.orEmpty(parser);
          default -> JsonFields.skip(parser);
        }
      }
      if (!effect.equals("PreferNoSchedule")) {
        taints.add(new Taint(key, value, effect));
      }
    }

    void status(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            switch (field) {
              case "allocatable" -> allocatable = JsonFields.map(parser);
              case "conditions" -> JsonFields.eachObject(parser, () -> condition(parser));
              default -> JsonFields.skip(parser);
            }
          });
    }

    private void condition(JsonParser parser) {
      String type = "";
      String status = "";
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        switch (field) {
          case "type" -> type = JsonFields.orEmpty(parser);
          case "status" -> status = JsonFields.orEmpty(parser);
          default -> JsonFields.skip(parser);
        }
      }
      ready |= type.equals("Ready") && status.equals("True");
    }

    List<Taint> taints() {
      if (unschedulable && !taints.contains(Taint.UNSCHEDULABLE)) {
        taints.add(Taint.UNSCHEDULABLE);
      }
      return taints;
    }
  }
}
