package dev.flyball.core.policy;

import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;
import org.jspecify.annotations.Nullable;

/** One metric of a policy, with the value that it is held at. */
public sealed interface MetricSpec {
  /** What the metric is held at. */
  MetricTarget target();

  /** The name under which the HPA's events and conditions speak of this metric. */
  String description();

  /** A short name for people: the resource or the metric. */
  String shortName();

  /**
   * CPU, memory or another resource, summed over all containers of a pod.
   *
   * @param resource name of the resource, such as {@code cpu}
   * @param target utilization or average value
   */
  record Resource(String resource, MetricTarget target) implements MetricSpec {
    public Resource {
      refuse(target instanceof Value, "Resource", "Value");
    }

    @Override
    public String description() {
      return target instanceof Utilization
          ? resource + " resource utilization (percentage of request)"
          : resource + " resource";
    }

    @Override
    public String shortName() {
      return resource;
    }
  }

  /**
   * A resource of one container of each pod.
   *
   * @param resource name of the resource, such as {@code cpu}
   * @param container name of the container
   * @param target utilization or average value
   */
  record ContainerResource(String resource, String container, MetricTarget target)
      implements MetricSpec {
    public ContainerResource {
      refuse(target instanceof Value, "ContainerResource", "Value");
    }

    @Override
    public String description() {
      return target instanceof Utilization
          ? resource + " container resource utilization (percentage of request)"
          : resource + " container resource";
    }

    @Override
    public String shortName() {
      return resource + " of container " + container;
    }
  }

  /**
   * A custom metric that each pod has, such as its requests per second.
   *
   * @param metric the metric
   * @param target average value
   */
  record Pods(MetricIdentifier metric, AverageValue target) implements MetricSpec {
    @Override
    public String description() {
      return "pods metric " + metric.name();
    }

    @Override
    public String shortName() {
      return metric.name();
    }
  }

  /**
   * A metric of one other object, such as an Ingress.
   *
   * @param metric the metric
   * @param describedObject the object that has it
   * @param target value or average value
   */
  record ObjectMetric(MetricIdentifier metric, ObjectReference describedObject, MetricTarget target)
      implements MetricSpec {
    public ObjectMetric {
      refuse(target instanceof Utilization, "Object", "Utilization");
    }

    @Override
    public String description() {
      // The HPA names an Object metric with an average value as if it were External; alerts may
      // match it.
      return target instanceof Value
          ? describedObject.kind() + " metric " + metric.name()
          : external(metric);
    }

    @Override
    public String shortName() {
      return metric.name() + " of " + describedObject.kind() + " " + describedObject.name();
    }
  }

  /**
   * A metric of something outside the cluster, the sum of all its series.
   *
   * @param metric the metric
   * @param target value or average value
   */
  record External(MetricIdentifier metric, MetricTarget target) implements MetricSpec {
    public External {
      refuse(target instanceof Utilization, "External", "Utilization");
    }

    @Override
    public String description() {
      return external(metric);
    }

    @Override
    public String shortName() {
      return metric.name();
    }
  }

  private static String external(MetricIdentifier metric) {
    return "external metric " + metric.name() + "(" + selectorText(metric.selector()) + ")";
  }

  /** A selector as the HPA's messages print it; {@code nil} where there is none. */
  static String selectorText(@Nullable LabelSelector selector) {
    return selector == null ? "nil" : selector.asGoSyntax();
  }

  private static void refuse(boolean refused, String metric, String target) {
    if (refused) {
      throw new IllegalArgumentException("a " + metric + " metric takes no target of " + target);
    }
  }
}
