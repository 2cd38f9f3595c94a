package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.Placement;
import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.Workload;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.api.wire.ByteSink;
import dev.flyball.metrics.api.wire.CustomVersion;
import dev.flyball.metrics.api.wire.MetricsJson;
import dev.flyball.metrics.series.SampleBatch;
import dev.flyball.metrics.series.SeriesKind;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesSpec;
import dev.flyball.metrics.series.SeriesStore;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a caller of the metrics APIs asks for, from the held series to the bytes of the answer; all
 * but the transport. In the package of what it measures, which is nobody else's business.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AnswerBenchmark {
  private static final String METRIC = "http_requests_per_second";
  private static final String SHOP = "shop";
  private static final int PODS = 10;
  private static final long NOW = 1_767_323_045_000L;
  private static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());

  /** Workloads in the namespace, of ten pods each. */
  @Param({"10", "1000"})
  public int workloads;

  private final SeriesStore store = new SeriesStore();
  private final ClusterState cluster = new ClusterState();
  private final ScrapedMetrics metrics = new ScrapedMetrics(store, cluster);
  private final ByteSink sink = new ByteSink();
  private final ExternalQuery external = new ExternalQuery(SHOP, METRIC, selector("workload"));
  private final CustomQuery pods =
      new CustomQuery(GroupResource.PODS, SHOP, CustomQuery.ALL, METRIC, selector("app"), ALL);

  private static LabelSelector selector(String label) {
    return new LabelSelector(Map.of(label, "web-7"), List.of());
  }

  /** Has each pod scraped twice. */
  @Setup
  public void scrape() {
    store.define(SeriesSpec.of(METRIC, SeriesKind.COUNTER, 15_000, 5_000));
    SampleBatch batch = new SampleBatch();
    for (int i = 0; i < workloads * PODS; i++) {
      String workload = "web-" + i / PODS;
      String name = workload + "-" + i % PODS;
      cluster.putPod(pod(name, workload));
      SeriesRow row = store.row(METRIC, SHOP, name);
      for (int sample = 0; row != null && sample < 3; sample++) {
        batch.clear();
        batch.add(1, 40.0 * sample);
        row.record(batch, NOW - 10_000 + 5_000L * sample);
      }
    }
    if (external() < 200 || pods() < 200 * PODS) {
      throw new IllegalStateException("there is no value");
    }
  }

  private static PodInfo pod(String name, String workload) {
    PodRequests requests = PodRequests.of(List.of(), Map.of());
    PodColumns.Row row =
        new PodColumns.Row(name, PodPhase.Running, false, 0, Readiness.True, 0, requests);
    PodShape shape =
        new PodShape(
            new Placement(Map.of(), List.of()),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            "",
            false);
    return new PodInfo(
        SHOP,
        name,
        Map.of("app", workload),
        new Workload("apps/v1", "Deployment", workload),
        row,
        new ScrapeAnnotations.NotScraped(),
        "",
        shape);
  }

  /** One external value: the sum over a workload's pods. */
  @Benchmark
  public int external() {
    sink.clear();
    if (metrics.external(external, NOW) instanceof Answer.Values<ExternalValue> answer) {
      MetricsJson.external(sink, METRIC, answer.values());
    }
    return sink.length();
  }

  /** A custom value for each of a workload's pods. */
  @Benchmark
  public int pods() {
    sink.clear();
    if (metrics.custom(pods, NOW) instanceof Answer.Values<CustomValue> answer) {
      MetricsJson.custom(sink, CustomVersion.V1BETA2, pods, answer.values());
    }
    return sink.length();
  }
}
