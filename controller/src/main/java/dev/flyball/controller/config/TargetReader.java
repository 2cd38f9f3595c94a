package dev.flyball.controller.config;

import dev.flyball.core.policy.MetricTarget;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a metric is held at. */
final class TargetReader {
  private TargetReader() {}

  /**
   * Reads the field {@code target} of a metric.
   *
   * @param allowed the types that this kind of metric may have
   */
  static @Nullable MetricTarget read(Fields metric, List<TargetType> allowed) {
    TargetType first = allowed.getFirst();
    String example = "{type: " + first + ", " + first.field() + ": …}";
    Value target = metric.require("target", "write target: " + example);
    Fields fields = Fields.open(target, "type", "value", "averageValue", "averageUtilization");
    if (fields == null) {
      return null;
    }
    int before = fields.problems().count();
    TargetType type = type(fields, allowed);
    if (type == null) {
      return null;
    }
    boolean other = refuseOthers(fields, type, allowed);
    Value value = fields.get(type.field());
    if (value == null) {
      if (!other) {
        fields.reportMissing(type.field(), "write it, as the target's type is " + type);
      }
      return null;
    }
    MetricTarget read = read(type, value);
    return fields.problems().count() == before ? read : null;
  }

  private static @Nullable TargetType type(Fields fields, List<TargetType> allowed) {
    List<TargetType> given = allowed.stream().filter(t -> fields.get(t.field()) != null).toList();
    List<String> names = allowed.stream().map(Enum::name).toList();
    String remedy =
        given.size() == 1 ? "write " + given.getFirst() : "write " + String.join(" or ", names);
    String name = Scalars.oneOf(fields.require("type", remedy), names);
    return name == null ? null : TargetType.valueOf(name);
  }

  private static boolean refuseOthers(Fields fields, TargetType type, List<TargetType> allowed) {
    boolean found = false;
    for (TargetType other : Arrays.asList(TargetType.values())) {
      Value value = fields.get(other.field());
      if (other == type || value == null) {
        continue;
      }
      found = true;
      boolean instead = fields.get(type.field()) == null;
      String remedy = instead ? "write " + type.field() + " instead" : "remove it";
      if (instead && allowed.contains(other)) {
        remedy += ", or type: " + other;
      }
      value
          .problems()
          .error(value.keyAt(), value.path(), "goes with type " + other + ", not " + type, remedy);
    }
    return found;
  }

  private static @Nullable MetricTarget read(TargetType type, Value value) {
    return switch (type) {
      case Utilization -> {
        Integer percent = Scalars.whole(value, 1, Integer.MAX_VALUE, "percent");
        yield percent == null ? null : new MetricTarget.Utilization(percent);
      }
      case AverageValue -> {
        Long milli = Scalars.positiveMilli(value);
        yield milli == null ? null : new MetricTarget.AverageValue(milli);
      }
      case Value -> {
        Long milli = Scalars.positiveMilli(value);
        yield milli == null ? null : new MetricTarget.Value(milli);
      }
    };
  }
}
