package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.HpaStatus.HpaCondition;
import dev.flyball.core.policy.ScaleTargetRef;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricValueStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Trims native HPAs to what the loop needs of them. */
final class HpaReader {
  /** So much is kept of what an HPA says of its metrics. */
  private static final int LONGEST = 300;

  private HpaReader() {}

  static HpaInfo read(HorizontalPodAutoscaler hpa) {
    CrossVersionObjectReference ref = hpa.getSpec().getScaleTargetRef();
    String namespace = hpa.getMetadata().getNamespace();
    String apiVersion = Objects.requireNonNullElse(ref.getApiVersion(), "");
    return new HpaInfo(
        namespace,
        hpa.getMetadata().getName(),
        TargetKey.of(namespace, new ScaleTargetRef(apiVersion, ref.getKind(), ref.getName())),
        status(hpa.getStatus()));
  }

  private static HpaStatus status(@Nullable HorizontalPodAutoscalerStatus status) {
    if (status == null) {
      return HpaStatus.NONE;
    }
    List<HpaCondition> conditions =
        status.getConditions().stream()
            .map(
                c ->
                    new HpaCondition(
                        c.getType().intern(),
                        "True".equals(c.getStatus()),
                        Objects.requireNonNullElse(c.getReason(), "").intern()))
            .toList();
    String metrics =
        status.getCurrentMetrics().stream()
            .map(HpaReader::metric)
            .collect(Collectors.joining(", "));
    return new HpaStatus(
        Objects.requireNonNullElse(status.getCurrentReplicas(), 0),
        Objects.requireNonNullElse(status.getDesiredReplicas(), 0),
        millis(status.getLastScaleTime()),
        conditions,
        metrics.length() > LONGEST ? metrics.substring(0, LONGEST) : metrics);
  }

  private static long millis(@Nullable String time) {
    try {
      return time == null ? 0 : Instant.parse(time).toEpochMilli();
    } catch (DateTimeException e) {
      return 0;
    }
  }

  private static String metric(MetricStatus metric) {
    return switch (Objects.requireNonNullElse(metric.getType(), "")) {
      case "Resource" -> value(metric.getResource().getName(), metric.getResource().getCurrent());
      case "ContainerResource" ->
          value(
              metric.getContainerResource().getName()
                  + " of "
                  + metric.getContainerResource().getContainer(),
              metric.getContainerResource().getCurrent());
      case "Pods" -> value(metric.getPods().getMetric().getName(), metric.getPods().getCurrent());
      case "Object" ->
          value(metric.getObject().getMetric().getName(), metric.getObject().getCurrent());
      case "External" ->
          value(metric.getExternal().getMetric().getName(), metric.getExternal().getCurrent());
      default -> "a metric without a value";
    };
  }

  private static String value(String name, @Nullable MetricValueStatus current) {
    if (current == null) {
      return name;
    }
    if (current.getAverageUtilization() != null) {
      return name + " " + current.getAverageUtilization() + " %";
    }
    Quantity quantity =
        current.getAverageValue() == null ? current.getValue() : current.getAverageValue();
    return quantity == null ? name : name + " " + quantity;
  }
}
