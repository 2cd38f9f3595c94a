package dev.flyball.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.api.StoredObject;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.ServingOptions;
import dev.flyball.minicluster.load.LoadProfile;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class ServingTest {
  @Test
  void requestsThroughTheBalancerAddUpInThePodsCountersAndTheirCpu() throws Exception {
    var options = ServingOptions.of(Duration.ofMillis(4), 2);
    try (var testing =
        new TestingCluster(
            Minicluster.builder().servePods(options).metricsResolution(Duration.ofMillis(500)))) {
      Minicluster cluster = testing.cluster;
      cluster.apply(TestingCluster.deployment("web", 3));
      var balancer = cluster.loadBalancer("shop", "web", 0);
      TestingCluster.await(() -> balancer.readyPods() == 3);

      try (var load = cluster.generateLoad(balancer, LoadProfile.constant(150))) {
        TestingCluster.await(() -> load.statistics().sent() >= 300);
        var busy = testing.client.top().pods().inNamespace("shop").metrics().getItems();
        // 150 requests/s of 4 ms are 0.6 cores; what the host takes away only lowers it.
        assertThat(busy.stream().mapToDouble(ServingTest::cores).sum()).isBetween(0.1, 0.9);
      }
      TestingCluster.await(() -> counted(testing) >= 300);
      for (StoredObject pod : cluster.pods("shop")) {
        assertThat(count(testing, pod)).as("requests of %s", pod.name()).isBetween(60L, 200L);
      }
    }
  }

  private static double cores(PodMetrics metrics) {
    return metrics
        .getContainers()
        .getFirst()
        .getUsage()
        .get("cpu")
        .getNumericalAmount()
        .doubleValue();
  }

  private static long counted(TestingCluster testing) {
    return testing.cluster.pods("shop").stream().mapToLong(p -> count(testing, p)).sum();
  }

  private static long count(TestingCluster testing, StoredObject pod) {
    try {
      int port = pod.pod().ip().equals("127.0.0.1") ? annotated(pod) : 8080;
      String page = testing.get("http://" + pod.pod().ip() + ":" + port + "/metrics").body();
      return page.lines()
          .filter(l -> l.startsWith("http_requests_total{method=\"GET\",code=\"200\"}"))
          .mapToLong(l -> Long.parseLong(l.substring(l.lastIndexOf(' ') + 1)))
          .sum();
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int annotated(StoredObject pod) {
    return pod.tree().path("metadata").path("annotations").path("prometheus.io/port").asInt(0);
  }

  @Test
  void withoutReadyPodsTheBalancerSays503() throws Exception {
    try (var testing =
        new TestingCluster(Minicluster.builder().podStartupDelay(Duration.ofHours(1)))) {
      testing.cluster.apply(TestingCluster.deployment("web", 1));
      var balancer = testing.cluster.loadBalancer("shop", "web", 0);
      assertThat(testing.get("http://127.0.0.1:" + balancer.port() + "/").statusCode())
          .isEqualTo(503);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void syntheticPodsCountAtTheRateOfEachMomentOnOneSharedServer() throws Exception {
    int port = 18_980;
    var builder =
        Minicluster.builder()
            .virtualTime(Instant.parse("2026-11-01T00:00:00Z"))
            .syntheticMetricsPort(port);
    try (var testing = new TestingCluster(builder)) {
      testing.cluster.load("shop", "web", LoadModel.shared(100, 1 << 20, 100));
      testing.cluster.apply(TestingCluster.deployment("web", 2));
      testing.cluster.awaitIdle();
      testing.cluster.advance(Duration.ofSeconds(1));
      String url =
          "http://" + testing.cluster.pods("shop").getFirst().pod().ip() + ":" + port + "/metrics";
      long before = requests(testing.get(url).body());
      testing.cluster.advance(Duration.ofSeconds(4));
      testing.cluster.load("shop", "web", LoadModel.shared(100, 1 << 20, 300));
      testing.cluster.advance(Duration.ofSeconds(1));
      assertThat(requests(testing.get(url).body()) - before)
          .as("4 s at 50/s and 1 s at 150/s")
          .isEqualTo(350);
    }
  }

  private static long requests(String page) {
    return page.lines()
        .filter(line -> line.startsWith("http_requests_total{"))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
