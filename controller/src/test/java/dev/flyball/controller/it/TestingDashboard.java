package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.browser.Chromium;
import dev.flyball.controller.browser.Tab;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.PodUse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A controller with six policies, each in another state, and a real browser that looks at it. Tests
 * that use it are skipped where there is no browser.
 */
final class TestingDashboard implements AutoCloseable {
  private static final String BEHAVIOR =
      """
      behavior:
        scaleUp: {stabilizationWindowSeconds: 2}
        scaleDown: {stabilizationWindowSeconds: 5}
      """;

  final TestingController it;
  final Tab tab;
  private final Chromium chromium;

  private TestingDashboard(Chromium chromium) {
    this.chromium = chromium;
    this.tab = chromium.tab();
    this.it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
  }

  static TestingDashboard start() {
    Chromium chromium = Chromium.start().orElse(null);
    Assumptions.assumeTrue(chromium != null, "there is no Chromium");
    TestingDashboard dashboard = new TestingDashboard(chromium);
    try {
      dashboard.policies();
      return dashboard;
    } catch (RuntimeException | Error e) {
      dashboard.close();
      throw e;
    }
  }

  private void policies() {
    it.settings("syncPeriod: 1s\ncpuInitializationPeriod: 0s\ninitialReadinessDelay: 0s\n");
    for (String name : List.of("web", "greedy", "still", "blind", "trial")) {
      it.deployment(name, 2);
    }
    // A load that rises and falls within half a minute, for replicas to follow.
    it.cluster.load(NAMESPACE, "web", TestingDashboard::waves);
    it.cluster.load(NAMESPACE, "greedy", LoadModel.shared(900, 1 << 25, 0));
    it.policy("web", policy("web", "", 8) + BEHAVIOR);
    it.policy("greedy", policy("greedy", "", 2));
    it.policy("still", policy("still", "Paused", 8));
    it.policy("trial", policy("trial", "DryRun", 8));
    it.policy("broken", policy("broken", "", 0));
    it.policy("blind", policy("blind", "", 8).replace("cpu,", "gpu,"));
    it.start();
    it.eventually("changes of web", () -> it.report("web").scaleChanges().size() >= 2);
  }

  private static PodUse waves(LoadModel.Context context) {
    double phase = context.nowMillis() / 30_000.0 * 2 * Math.PI;
    return new PodUse((220 + 160 * Math.sin(phase)) / 1000 / context.readyPods(), 1 << 25, 0);
  }

  /** A policy's text; an empty mode leaves it out. */
  static String policy(String target, String mode, int max) {
    return """
    scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
    minReplicas: 1
    maxReplicas: %d
    metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
    """
            .formatted(target, max)
        + (mode.isEmpty() ? "" : "flyball: {mode: " + mode + "}\n");
  }

  String origin() {
    return "http://127.0.0.1:" + it.controller().webPort();
  }

  /** As a reader who comes for the first time, at a desk. */
  void asAtFirst() {
    tab.viewport(1280, 900, false);
    tab.prefer("light");
    tab.open(origin() + "/");
    tab.forget(origin());
  }

  void openList() {
    tab.open(origin() + "/");
    tab.until("the list", "document.querySelectorAll('.row').length === 6");
  }

  void openPolicy(String name) {
    tab.open(origin() + "/#/policy/shop/" + name + "/" + name);
    tab.until("the explanation", "document.querySelector('.chain .step') !== null");
  }

  /** The selector of a policy's row. */
  static String row(String name) {
    return "[id=\"row-shop/" + name + "/" + name + "\"]";
  }

  /** Nobody else was asked, and nothing is on the console. */
  void nothingElseWasAskedAndNothingFailed() {
    assertThat(tab.requests()).isNotEmpty().allMatch(url -> url.startsWith(origin() + "/"));
    assertThat(tab.problems()).isEmpty();
  }

  @Override
  public void close() {
    try {
      it.close();
    } finally {
      chromium.close();
    }
  }
}
