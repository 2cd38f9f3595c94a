package dev.flyball.controller.scalers;

import dev.flyball.metrics.api.ObjectForm;
import dev.flyball.metrics.api.wire.ApiStatus;
import dev.flyball.metrics.api.wire.ByteSink;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes scalers, lists of them and events in the form that one client wants. */
final class ScalerWriter {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

  private final ObjectForm form;
  private final ScalerTable table;

  ScalerWriter(ObjectForm form, ScalerTable table) {
    this.form = form;
    this.table = table;
  }

  byte[] one(Scaler scaler) {
    return JSON.writeValueAsBytes(node(scaler, true));
  }

  private JsonNode node(Scaler scaler, boolean head) {
    return switch (form) {
      case Object -> ScalerJson.object(scaler);
      case Metadata -> ScalerJson.partial(scaler);
      case Table -> table.of(List.of(scaler), scaler.version(), head);
    };
  }

  byte[] list(List<Scaler> scalers, long version) {
    if (form == ObjectForm.Table) {
      return JSON.writeValueAsBytes(table.of(scalers, version, true));
    }
    boolean whole = form == ObjectForm.Object;
    ObjectNode list =
        whole
            ? ScalerJson.kind(ScalerGroup.API_VERSION, ScalerGroup.KIND + "List")
            : ScalerJson.kind(ScalerJson.META_VERSION, "PartialObjectMetadataList");
    list.putObject("metadata").put("resourceVersion", String.valueOf(version));
    ArrayNode items = list.putArray("items");
    scalers.forEach(s -> items.add(whole ? ScalerJson.object(s) : ScalerJson.partial(s)));
    return JSON.writeValueAsBytes(list);
  }

  /**
   * Appends an event.
   *
   * @param head whether a table's columns are described: those of the first event are
   */
  void event(Buffer out, ScalerEvent.Seen seen, boolean head) {
    line(out, seen.type().name(), node(seen.scaler(), head));
  }

  /**
   * Appends word of a version, without an object.
   *
   * @param initial whether it ends the objects that were there at the beginning
   */
  void bookmark(Buffer out, long version, boolean initial) {
    ObjectNode mark =
        switch (form) {
          case Object -> ScalerJson.kind(ScalerGroup.API_VERSION, ScalerGroup.KIND);
          case Metadata -> ScalerJson.kind(ScalerJson.META_VERSION, "PartialObjectMetadata");
          case Table -> table.of(List.of(), version, false);
        };
    ObjectNode metadata = mark.putObject("metadata");
    metadata.put("resourceVersion", String.valueOf(version));
    if (initial) {
      metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
    }
    line(out, "BOOKMARK", mark);
  }

  /** Appends an error, after which nothing comes. */
  static void error(Buffer out, ApiStatus status) {
    ByteSink sink = new ByteSink();
    status.writeJson(sink);
    line(out, "ERROR", JSON.readTree(sink.toBytes()));
  }

  private static void line(Buffer out, String type, JsonNode object) {
    ObjectNode event = JSON.createObjectNode().put("type", type);
    event.set("object", object);
    out.appendBytes(JSON.writeValueAsBytes(event)).appendByte((byte) '\n');
  }
}
