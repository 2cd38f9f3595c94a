package dev.flyball.benchmarks.micro;

import dev.flyball.controller.cluster.ApiClient;
import dev.flyball.controller.cluster.ConfigMapStatusStore;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.StatusStore.Contents;
import dev.flyball.core.decide.History;
import dev.flyball.core.decide.HistorySnapshot;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The history of a policy with full windows, out of its status ConfigMap and back into it. The API
 * server is a variable here: what is measured is reading, decoding and writing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HistoryBenchmark {
  private static final PolicyId ID =
      new PolicyId("imprun-system", "imprun-server", "imprun-server");

  private static final String UID = "uid-1";

  private final StatusMemory api = new StatusMemory();
  private final ConfigMapStatusStore store =
      new ConfigMapStatusStore(api, InstantSource.system(), ZoneOffset.UTC);
  private History history = new History();
  private HistorySnapshot snapshot = history.snapshot();

  /** One status ConfigMap. */
  private static final class StatusMemory implements ApiClient {
    private String body = "";

    @Override
    public Future<Response> get(String path) {
      return Future.succeededFuture(
          body.isEmpty() ? new Response(404, "") : new Response(200, body));
    }

    @Override
    public Future<Response> post(String path, String json) {
      body = json;
      return Future.succeededFuture(new Response(201, json));
    }

    @Override
    public Future<Response> mergePatch(String path, String json) {
      return Future.succeededFuture(new Response(200, body));
    }
  }

  /** Decides until the windows are full, and keeps the history. */
  @Setup
  public void fill() {
    DecisionWorkload workload = new DecisionWorkload(10, MetricsKind.SCALING);
    workload.fillWindow();
    history = workload.history();
    snapshot = history.snapshot();
    write();
    if (!load().equals(snapshot) || !restore().snapshot().equals(snapshot)) {
      throw new IllegalStateException("what was kept is not what comes back");
    }
  }

  /** From the ConfigMap's JSON to a snapshot. */
  @Benchmark
  public HistorySnapshot load() {
    return Objects.requireNonNull(
            store.load(ID.namespace(), ID.configMap(), UID).result().usable().get(ID),
            "nothing was kept")
        .history();
  }

  /** From a snapshot to a history that decides. */
  @Benchmark
  public History restore() {
    return History.restore(snapshot);
  }

  /** From a history to a snapshot. */
  @Benchmark
  public HistorySnapshot snapshot() {
    return history.snapshot();
  }

  private void write() {
    PolicyReport report =
        PolicyReport.of(ID)
            .specReplicas(10)
            .statusReplicas(10)
            .desiredReplicas(10)
            .conditions(history.conditions().snapshot())
            .history(snapshot)
            .build();
    store.save(ID.namespace(), ID.configMap(), UID, new Contents(List.of(report), false)).result();
  }
}
