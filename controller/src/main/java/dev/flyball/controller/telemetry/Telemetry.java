package dev.flyball.controller.telemetry;

import dev.flyball.controller.loop.LoopMetrics;
import dev.flyball.controller.loop.LoopSnapshot;
import dev.flyball.controller.shard.ShardView;
import dev.flyball.core.decide.Outcome;
import dev.flyball.metrics.trust.ServerListener;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The controller's own metrics in Prometheus' text format.
 *
 * <p>Safe for several threads. Policies are gauges that are read off a snapshot when they are asked
 * for, so that those of a policy that is gone are gone with it.
 */
public final class Telemetry implements LoopMetrics, ServerListener {
  private final CollectorRegistry registry = new CollectorRegistry();
  private volatile BooleanSupplier leads = () -> true;
  private final Counter decisions =
      Counter.build("flyball_decisions_total", "Decisions by how they came about.")
          .labelNames("outcome", "action")
          .register(registry);
  private final Histogram duration =
      Histogram.build(
              "flyball_decision_duration_seconds", "Time of one decision, readings included.")
          .buckets(1e-6, 5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 1e-2, 1e-1)
          .register(registry);
  private final Histogram lateness =
      Histogram.build(
              "flyball_decision_lateness_seconds",
              "How long after it was due a decision came, waiting for answers included.")
          .buckets(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
          .register(registry);
  private final Counter scaleWrites =
      Counter.build("flyball_scale_writes_total", "Writes of scale subresources by result.")
          .labelNames("result")
          .register(registry);
  private final Counter podMetricsReads =
      Counter.build("flyball_pod_metrics_reads_total", "Lists read from metrics.k8s.io by result.")
          .labelNames("result")
          .register(registry);
  private final Counter scrapes =
      Counter.build("flyball_scrapes_total", "Scrapes of pods by result.")
          .labelNames("result")
          .register(registry);

  private final Counter apiRequests =
      Counter.build("flyball_metrics_api_requests_total", "Requests to the metrics APIs by status.")
          .labelNames("code")
          .register(registry);
  private final Histogram apiDuration =
      Histogram.build(
              "flyball_metrics_api_request_duration_seconds",
              "Time from a request's headers to the end of its answer.")
          .buckets(1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 0.1, 0.5, 1, 5)
          .register(registry);
  private final Counter apiRejections =
      Counter.build(
              "flyball_metrics_api_rejections_total",
              "Connections and requests to the metrics APIs that were refused, by reason.")
          .labelNames("reason")
          .register(registry);

  /** Metrics of one controller, those of its JVM included. */
  public Telemetry() {
    DefaultExports.register(registry);
  }

  @Override
  public void decided(Outcome outcome, int change, long nanos, long latenessMillis) {
    String action = change == 0 ? "none" : change > 0 ? "scale_up" : "scale_down";
    decisions.labels(outcome.name().toLowerCase(Locale.ROOT), action).inc();
    duration.observe(nanos / 1e9);
    lateness.observe(latenessMillis / 1e3);
  }

  @Override
  public void scaleWritten(String result) {
    scaleWrites.labels(result).inc();
  }

  @Override
  public void podMetricsRead(String result) {
    podMetricsReads.labels(result).inc();
  }

  @Override
  public void scraped(String result) {
    scrapes.labels(result).inc();
  }

  /** Whether this process leads; true until somebody says how to find out. */
  public boolean isLeading() {
    return leads.getAsBoolean();
  }

  /** Shows whether this process leads. Asked whenever metrics are read, on any thread. */
  public void leader(BooleanSupplier leads) {
    this.leads = leads;
    Gauge.build("flyball_leader", "1 while this replica leads or holds a shard, else 0.")
        .create()
        .setChild(
            new Gauge.Child() {
              @Override
              public double get() {
                return leads.getAsBoolean() ? 1 : 0;
              }
            })
        .register(registry);
  }

  /** Shows which shards this process holds. Asked whenever metrics are read, on any thread. */
  public void shards(Supplier<ShardView> shards) {
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            return shardFamilies(shards.get());
          }
        });
  }

  private static List<Collector.MetricFamilySamples> shardFamilies(ShardView view) {
    GaugeMetricFamily held =
        new GaugeMetricFamily(
            "flyball_shard_held", "1 for shards that this replica decides on.", List.of("shard"));
    for (int shard = 0; shard < view.holders().size(); shard++) {
      held.addMetric(List.of(Integer.toString(shard)), view.own().contains(shard) ? 1 : 0);
    }
    return List.of(
        held,
        new GaugeMetricFamily(
            "flyball_shard_replicas", "Live replicas seen that share.", view.replicas().size()));
  }

  @Override
  public void answered(int status, long nanos) {
    apiRequests.labels(Integer.toString(status)).inc();
    apiDuration.observe(nanos / 1e9);
  }

  @Override
  public void rejected(Rejection why) {
    apiRejections.labels(why.name().toLowerCase(Locale.ROOT)).inc();
  }

  /** All metrics as text, those of the snapshot's policies included. */
  public String text(LoopSnapshot snapshot) {
    StringWriter text = new StringWriter();
    try {
      TextFormat.write004(text, registry.metricFamilySamples());
      TextFormat.write004(text, Collections.enumeration(PolicyMetrics.of(snapshot)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The content type of {@link #text}. */
  public String contentType() {
    return TextFormat.CONTENT_TYPE_004;
  }
}
