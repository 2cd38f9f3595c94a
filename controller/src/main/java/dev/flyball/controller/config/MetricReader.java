package dev.flyball.controller.config;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.ObjectReference;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one metric of a policy. */
final class MetricReader {
  private static final String METRIC_NAME = "write the name of the metric";
  private static final List<TargetType> OF_PODS =
      List.of(TargetType.Utilization, TargetType.AverageValue);
  private static final List<TargetType> OF_OBJECTS =
      List.of(TargetType.Value, TargetType.AverageValue);

  private MetricReader() {}

  /** Kinds of metric, by the field that describes each. */
  private enum Source {
    Resource("resource"),
    ContainerResource("containerResource"),
    Pods("pods"),
    Object("object"),
    External("external");

    private final String field;

    Source(String field) {
      this.field = field;
    }
  }

  /** Reads a metric; null after reporting what is wrong with it. */
  static @Nullable MetricSpec read(Value metric) {
    int before = metric.problems().count();
    Fields fields =
        Fields.open(metric, "type", "resource", "containerResource", "pods", "object", "external");
    if (fields == null) {
      return null;
    }
    Source source = source(fields);
    if (source == null) {
      return null;
    }
    Value described = fields.get(source.field);
    boolean other = refuseOthers(fields, source);
    if (described == null && !other) {
      fields.reportMissing(source.field, "describe the metric here, as its type is " + source);
    }
    MetricSpec read = described == null ? null : read(source, described);
    return metric.problems().count() == before ? read : null;
  }

  private static @Nullable Source source(Fields fields) {
    List<Source> given =
        Arrays.stream(Source.values()).filter(s -> fields.get(s.field) != null).toList();
    String names = String.join(", ", Arrays.stream(Source.values()).map(Enum::name).toList());
    String remedy = given.size() == 1 ? "write " + given.getFirst() : "write one of " + names;
    return Scalars.oneOf(fields.require("type", remedy), Source.class);
  }

  /** Reports the descriptions of other kinds of metric; gives whether there are any. */
  private static boolean refuseOthers(Fields fields, Source source) {
    boolean found = false;
    String remedy =
        fields.get(source.field) == null
            ? "write " + source.field + " instead, or change the type"
            : "remove it, or make it a metric of its own";
    for (Source other : Source.values()) {
      Value value = fields.get(other.field);
      if (other != source && value != null) {
        found = true;
        value
            .problems()
            .error(
                value.keyAt(), value.path(), "goes with type " + other + ", not " + source, remedy);
      }
    }
    return found;
  }

  private static @Nullable MetricSpec read(Source source, Value described) {
    return switch (source) {
      case Resource -> resource(described);
      case ContainerResource -> containerResource(described);
      case Pods -> pods(described);
      case Object -> object(described);
      case External -> external(described);
    };
  }

  private static @Nullable MetricSpec resource(Value described) {
    Fields fields = Fields.open(described, "name", "target");
    if (fields == null) {
      return null;
    }
    String name = Scalars.text(fields.require("name", "write cpu or memory"));
    MetricTarget target = TargetReader.read(fields, OF_PODS);
    return name == null || target == null ? null : new MetricSpec.Resource(name, target);
  }

  private static @Nullable MetricSpec containerResource(Value described) {
    Fields fields = Fields.open(described, "name", "container", "target");
    if (fields == null) {
      return null;
    }
    String name = Names.containerResource(fields.require("name", "write cpu or memory"));
    String container =
        Names.dnsLabel(fields.require("container", "write the name of the container"));
    MetricTarget target = TargetReader.read(fields, OF_PODS);
    return name == null || container == null || target == null
        ? null
        : new MetricSpec.ContainerResource(name, container, target);
  }

  private static @Nullable MetricSpec pods(Value described) {
    Fields fields = Fields.open(described, "metric", "target");
    if (fields == null) {
      return null;
    }
    MetricIdentifier metric = metric(fields);
    MetricTarget target = TargetReader.read(fields, List.of(TargetType.AverageValue));
    return metric != null && target instanceof AverageValue average
        ? new MetricSpec.Pods(metric, average)
        : null;
  }

  private static @Nullable MetricSpec object(Value described) {
    Fields fields = Fields.open(described, "describedObject", "metric", "target");
    if (fields == null) {
      return null;
    }
    ObjectReference object =
        ReferenceReader.describedObject(
            fields.require("describedObject", "write the object that has the metric"));
    MetricIdentifier metric = metric(fields);
    MetricTarget target = TargetReader.read(fields, OF_OBJECTS);
    return object == null || metric == null || target == null
        ? null
        : new MetricSpec.ObjectMetric(metric, object, target);
  }

  private static @Nullable MetricSpec external(Value described) {
    Fields fields = Fields.open(described, "metric", "target");
    if (fields == null) {
      return null;
    }
    MetricIdentifier metric = metric(fields);
    MetricTarget target = TargetReader.read(fields, OF_OBJECTS);
    return metric == null || target == null ? null : new MetricSpec.External(metric, target);
  }

  private static @Nullable MetricIdentifier metric(Fields described) {
    Fields fields =
        Fields.open(described.require("metric", "write metric: {name: …}"), "name", "selector");
    if (fields == null) {
      return null;
    }
    String name = ReferenceReader.pathSegment(fields.require("name", METRIC_NAME));
    Value written = fields.get("selector");
    LabelSelector selector = SelectorReader.read(written);
    return name == null || (written != null && selector == null)
        ? null
        : new MetricIdentifier(name, selector);
  }
}
