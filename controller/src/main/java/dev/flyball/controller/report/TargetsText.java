package dev.flyball.controller.report;

import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.MetricStatus;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;
import dev.flyball.core.policy.Quantity;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** Metrics against their targets as {@code kubectl get hpa} prints them. */
public final class TargetsText {
  /** What stands for a value that is not known. */
  public static final String UNKNOWN = "<unknown>";

  /** So many metrics are shown before the rest is counted. */
  private static final int SHOWN = 2;

  private TargetsText() {}

  /** The cell of a table: {@code cpu: 85%/70%, 93/100 + 1 more...}. */
  public static String of(PolicyReport report) {
    return of(report, SHOWN);
  }

  /** The same with all metrics, for wide tables. */
  public static String all(PolicyReport report) {
    return of(report, Integer.MAX_VALUE);
  }

  private static String of(PolicyReport report, int shown) {
    if (report.policy().isEmpty()) {
      return UNKNOWN;
    }
    List<MetricSpec> specs = report.policy().get().metrics();
    StringJoiner text = new StringJoiner(", ");
    for (int i = 0; i < Math.min(shown, specs.size()); i++) {
      MetricSpec spec = specs.get(i);
      String value = value(spec, report.currentMetrics(), i);
      text.add(prefix(spec) + value + "/" + target(spec) + suffix(spec));
    }
    int more = specs.size() - shown;
    return more > 0 ? text + " + " + more + " more..." : text.toString();
  }

  private static String prefix(MetricSpec spec) {
    return switch (spec) {
      case MetricSpec.Resource m -> m.resource() + ": ";
      case MetricSpec.ContainerResource m -> m.resource() + ": ";
      case MetricSpec.Pods m -> "";
      case MetricSpec.ObjectMetric m -> "";
      case MetricSpec.External m -> "";
    };
  }

  /** An average of a total is told from the total. */
  private static String suffix(MetricSpec spec) {
    boolean total = spec instanceof MetricSpec.ObjectMetric || spec instanceof MetricSpec.External;
    return total && spec.target() instanceof AverageValue ? " (avg)" : "";
  }

  /** What a metric is held at: {@code 70%}, {@code 100}, {@code 512Mi} as a quantity. */
  public static String target(MetricSpec spec) {
    return switch (spec.target()) {
      case Utilization target -> target.percent() + "%";
      case AverageValue target -> Quantity.formatMilli(target.milli());
      case Value target -> Quantity.formatMilli(target.milli());
    };
  }

  /** The current value of the metric at a position, in the same form. */
  public static String value(MetricSpec spec, List<MetricStatus> current, int position) {
    if (position >= current.size() || !current.get(position).spec().equals(spec)) {
      return UNKNOWN;
    }
    MetricStatus status = current.get(position);
    return switch (spec.target()) {
      case Utilization target ->
          status.averageUtilization().isPresent()
              ? status.averageUtilization().getAsInt() + "%"
              : UNKNOWN;
      case AverageValue target -> quantity(status.averageValueMilli());
      case Value target -> quantity(status.valueMilli());
    };
  }

  private static String quantity(OptionalLong milli) {
    return milli.isPresent() ? Quantity.formatMilli(milli.getAsLong()) : UNKNOWN;
  }
}
