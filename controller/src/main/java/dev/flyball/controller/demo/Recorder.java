package dev.flyball.controller.demo;

import dev.flyball.controller.demo.DemoModel.Metric;
import dev.flyball.controller.demo.DemoModel.Point;
import dev.flyball.controller.demo.DemoModel.Said;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.Explanation.LimitStep;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.StabilizationStep;
import dev.flyball.core.decide.Outcome;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Quantity;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what was seen of the demo, as far as it is shown and judged. */
final class Recorder {
  private static final int MOST_SAID = 12;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /**
   * What makes a decision worth a sentence of its own: which way the metrics point and what holds
   * them back, not each new value.
   */
  private record Gist(
      Outcome outcome,
      int current,
      int desired,
      int direction,
      Optional<Reason> held,
      Optional<Reason> limit,
      List<String> failures) {
    static Gist of(Explanation e) {
      return new Gist(
          e.outcome(),
          e.currentReplicas(),
          e.desiredReplicas(),
          Integer.signum(e.recommendation() - e.currentReplicas()),
          e.stabilization().map(StabilizationStep::reason),
          e.limit().map(LimitStep::reason),
          e.metrics().stream().flatMap(m -> m.failure().stream()).toList());
    }
  }

  private final ZoneId zone;
  private final double spanSeconds;
  private final Deque<Point> points = new ArrayDeque<>();
  private final Deque<Said> said = new ArrayDeque<>();
  private final List<ReplicaChange> changes = new ArrayList<>();
  private List<Metric> metrics = List.of();
  private String state = "";
  private double load;
  private int replicas = -1;
  private long scaledAt;
  private @Nullable Gist gist;

  /**
   * @param zone times of day are of this zone
   * @param spanSeconds how much of the past is kept
   */
  Recorder(ZoneId zone, double spanSeconds) {
    this.zone = zone;
    this.spanSeconds = spanSeconds;
  }

  /** Takes what there is to be seen at a time since the load began. */
  void observe(double seconds, int now, int ready, Optional<PolicyReport> report) {
    if (replicas >= 0 && now != replicas) {
      changes.add(new ReplicaChange(seconds, replicas, now));
    }
    replicas = now;
    report.ifPresent(this::take);
    state =
        now
            + " replicas, "
            + ready
            + " ready"
            + report
                .flatMap(PolicyReport::policy)
                .map(p -> ", bounds " + p.minReplicas() + " to " + p.maxReplicas())
                .orElse("");
    points.addLast(new Point(seconds, load, now));
    while (points.getFirst().seconds() < seconds - spanSeconds - 1) {
      points.removeFirst();
    }
  }

  private void take(PolicyReport report) {
    report.lastScale().filter(e -> e.atMillis() != scaledAt).ifPresent(this::scaled);
    report.explanation().ifPresent(this::decided);
  }

  private void scaled(Explanation explanation) {
    scaledAt = explanation.atMillis();
    say(explanation, true);
    gist = Gist.of(explanation);
  }

  private void decided(Explanation explanation) {
    metrics = metrics(explanation);
    load = load(explanation);
    Gist now = Gist.of(explanation);
    // The decision to change is told once it was carried out.
    if (!now.equals(gist) && now.current() == now.desired()) {
      gist = now;
      say(explanation, false);
    }
  }

  private void say(Explanation explanation, boolean change) {
    String time = TIME.format(Instant.ofEpochMilli(explanation.atMillis()).atZone(zone));
    said.addFirst(new Said(time, explanation.sentence(zone), change));
    if (said.size() > MOST_SAID) {
      said.removeLast();
    }
  }

  /** The requests per second of all pods together; as before where they could not be read. */
  private double load(Explanation explanation) {
    for (MetricStep metric : explanation.metrics()) {
      if (metric.spec() instanceof MetricSpec.Pods && metric.failure().isEmpty()) {
        return metric.status().averageValueMilli().orElse(0) / 1000.0 * metric.pods().ready();
      }
    }
    return load;
  }

  private static List<Metric> metrics(Explanation explanation) {
    List<Metric> metrics = new ArrayList<>();
    for (int i = 0; i < explanation.metrics().size(); i++) {
      MetricStep step = explanation.metrics().get(i);
      metrics.add(
          new Metric(
              step.spec().shortName(),
              step.failure().orElseGet(() -> reading(step)),
              ratio(step),
              step.failure().isPresent() ? 0 : step.replicas(),
              i == explanation.winner()));
    }
    return metrics;
  }

  private static String reading(MetricStep step) {
    return switch (step.spec().target()) {
      case MetricTarget.Utilization target ->
          step.status().averageUtilization().orElse(0) + " % of " + target.percent() + " %";
      case MetricTarget.AverageValue target ->
          whole(step.status().averageValueMilli().orElse(0))
              + " of "
              + Quantity.formatMilli(target.milli())
              + " per pod";
      case MetricTarget.Value target ->
          whole(step.status().valueMilli().orElse(0))
              + " of "
              + Quantity.formatMilli(target.milli());
    };
  }

  private static String whole(long milli) {
    return Long.toString(Math.round(milli / 1000.0));
  }

  /** The value over the target, without the padding for pods that have no sample. */
  private static double ratio(MetricStep step) {
    if (step.failure().isPresent()) {
      return 0;
    }
    return switch (step.spec().target()) {
      case MetricTarget.Utilization target ->
          (double) step.status().averageUtilization().orElse(0) / target.percent();
      case MetricTarget.AverageValue target ->
          (double) step.status().averageValueMilli().orElse(0) / target.milli();
      case MetricTarget.Value target ->
          (double) step.status().valueMilli().orElse(0) / target.milli();
    };
  }

  /** All changes of replicas that were seen. */
  List<ReplicaChange> changes() {
    return List.copyOf(changes);
  }

  /** What is to be shown. */
  DemoModel model(String title, List<String> hints, double seconds, double perReplica) {
    return new DemoModel(
        title,
        hints,
        seconds,
        spanSeconds,
        perReplica,
        state,
        List.copyOf(points),
        metrics,
        List.copyOf(said));
  }
}
