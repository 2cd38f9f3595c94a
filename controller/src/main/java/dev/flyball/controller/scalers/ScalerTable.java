package dev.flyball.controller.scalers;

import dev.flyball.controller.report.ScalerCells;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scalers as a {@code Table} of {@code meta.k8s.io/v1}: the HPA's columns, mode and reason; more of
 * them in a wide table.
 */
final class ScalerTable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** So important is what every table shows, and so what only wide ones do. */
  private static final int ALWAYS = 0;

  private static final int WIDE = 1;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("Name", "string", ALWAYS, "Name of the policy."),
          new Column("Reference", "string", ALWAYS, "What it scales."),
          new Column("Targets", "string", ALWAYS, "Metrics against their targets, two of them."),
          new Column("MinPods", "string", ALWAYS, "The policy's lower bound."),
          new Column("MaxPods", "string", ALWAYS, "The policy's upper bound."),
          new Column("Replicas", "string", ALWAYS, "Replicas that the target has."),
          new Column("Age", "string", ALWAYS, "How long the policy's ConfigMap has been there."),
          new Column("Mode", "string", ALWAYS, "Active, DryRun or Paused."),
          new Column("Reason", "string", ALWAYS, "The reason of its state, as conditions have it."),
          new Column("Desired", "integer", WIDE, "Replicas last decided."),
          new Column("All Targets", "string", WIDE, "All metrics against their targets."),
          new Column(
              "Agreement",
              "string",
              WIDE,
              "How often a native HPA of the same target, beside the policy in DryRun, decided the"
                  + " same."),
          new Column("Explanation", "string", WIDE, "How the last decision came about."));

  private final InstantSource clock;
  private final Include include;

  /** What of each object comes with its row. */
  enum Include {
    /** Nothing. */
    None,
    /** Its metadata. */
    Metadata,
    /** All of it. */
    Object;

    /** By the parameter {@code includeObject}; empty where there is no such. */
    static Optional<Include> of(String text) {
      return switch (text) {
        case "", "Metadata" -> Optional.of(Metadata);
        case "None" -> Optional.of(None);
        case "Object" -> Optional.of(Object);
        default -> Optional.empty();
      };
    }
  }

  private record Column(String name, String type, int priority, String description) {}

  ScalerTable(InstantSource clock, Include include) {
    this.clock = clock;
    this.include = include;
  }

  /**
   * A table.
   *
   * @param version the version that its list is at
   * @param head whether its columns are described
   */
  ObjectNode of(List<Scaler> scalers, long version, boolean head) {
    ObjectNode table = JSON.createObjectNode().put("kind", "Table");
    table.put("apiVersion", ScalerJson.META_VERSION);
    table.putObject("metadata").put("resourceVersion", String.valueOf(version));
    ArrayNode columns = table.putArray("columnDefinitions");
    if (head) {
      COLUMNS.forEach(column -> describe(column, columns.addObject()));
    }
    ArrayNode rows = table.putArray("rows");
    scalers.forEach(scaler -> row(scaler, rows.addObject()));
    return table;
  }

  private static void describe(Column column, ObjectNode json) {
    json.put("name", column.name()).put("type", column.type());
    json.put("format", column.name().equals("Name") ? "name" : "");
    json.put("description", column.description()).put("priority", column.priority());
  }

  private void row(Scaler scaler, ObjectNode row) {
    ScalerCells cells = ScalerCells.of(scaler.report(), clock.millis());
    ArrayNode json = row.putArray("cells").add(scaler.name()).add(cells.reference());
    json.add(cells.targets());
    json.add(cells.minPods()).add(cells.maxPods());
    json.add(cells.replicas()).add(cells.age()).add(cells.mode()).add(cells.reason());
    json.add(scaler.report().desiredReplicas()).add(cells.allTargets());
    json.add(cells.agreement()).add(scaler.sentence());
    switch (include) {
      case None -> row.putNull("object");
      case Metadata -> row.set("object", ScalerJson.partial(scaler));
      case Object -> row.set("object", ScalerJson.object(scaler));
    }
  }
}
