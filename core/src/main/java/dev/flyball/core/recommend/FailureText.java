package dev.flyball.core.recommend;

import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;

/**
 * Words the failure of a metric as the HPA does, so that what people know and alert on keeps
 * working.
 */
public final class FailureText {
  static final String NO_PODS = "no pods returned by selector while calculating replica count";
  static final String NO_USABLE_SAMPLES =
      "did not receive metrics for targeted pods (pods might be unready)";
  static final String NO_KNOWN_PODS = "no metrics returned matched known pods";

  private FailureText() {}

  /** The cause of a failure to read a metric at all. */
  static String unread(MetricSpec spec, String namespace, String error) {
    return switch (spec) {
      case MetricSpec.Resource m ->
          "unable to get metrics for resource " + m.resource() + ": " + error;
      case MetricSpec.ContainerResource m ->
          "unable to get metrics for resource " + m.resource() + ": " + error;
      case MetricSpec.Pods m -> "unable to get metric " + m.metric().name() + ": " + error;
      case MetricSpec.ObjectMetric m ->
          "unable to get metric "
              + m.metric().name()
              + ": "
              + m.describedObject().kind()
              + " on "
              + namespace
              + " "
              + m.describedObject().name()
              + "/"
              + error;
      case MetricSpec.External m ->
          "unable to get external metric "
              + namespace
              + "/"
              + m.metric().name()
              + "/"
              + MetricSpec.selectorText(m.metric().selector())
              + ": "
              + error;
    };
  }

  /** What the failed metric's own event and condition say about a cause. */
  public static String ofMetric(MetricSpec spec, String cause) {
    return switch (spec) {
      case MetricSpec.Resource m ->
          resource(m.resource(), m.target() instanceof Utilization, cause);
      case MetricSpec.ContainerResource m ->
          resource(m.resource(), m.target() instanceof Utilization, cause);
      case MetricSpec.Pods m -> cause;
      case MetricSpec.ObjectMetric m -> cause;
      case MetricSpec.External m -> cause;
    };
  }

  /** What the decision's error says about a cause. */
  public static String ofDecision(MetricSpec spec, String cause) {
    return switch (spec) {
      case MetricSpec.Resource m ->
          "failed to get " + m.resource() + " resource metric value: " + ofMetric(spec, cause);
      case MetricSpec.ContainerResource m ->
          "failed to get " + m.container() + " container metric value: " + ofMetric(spec, cause);
      case MetricSpec.Pods m -> "failed to get pods metric value: " + cause;
      case MetricSpec.ObjectMetric m ->
          m.target() instanceof AverageValue
              ? "failed to get object metric value: failed to get "
                  + m.metric().name()
                  + " object metric: "
                  + cause
              : "failed to get object metric value: " + cause;
      case MetricSpec.External m -> {
        String name = m.metric().name();
        yield "failed to get "
            + name
            + " external metric value: failed to get "
            + (m.target() instanceof AverageValue
                ? name + " external metric: "
                : "external metric " + name + ": ")
            + cause;
      }
    };
  }

  private static String resource(String resource, boolean utilization, String cause) {
    return "failed to get " + resource + (utilization ? " utilization: " : " usage: ") + cause;
  }
}
