package dev.flyball.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.real.RealPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KubectlTest {
  @TempDir Path folder;

  @Test
  void kubectlAppliesScalesAndDescribes() throws Exception {
    Assumptions.assumeTrue(
        RealPrograms.ofThisMachine().find("kubectl").isPresent(), "kubectl is not on the PATH");
    try (Minicluster cluster =
        Minicluster.builder().metricsResolution(Duration.ofMillis(200)).build().start()) {
      Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
      Path manifest =
          Files.writeString(folder.resolve("web.yaml"), TestingCluster.deployment("web", 2));
      cluster.namespace("shop");

      assertThat(kubectl(kubeconfig, "apply", "-f", manifest.toString()))
          .contains("deployment.apps/web created");
      assertThat(kubectl(kubeconfig, "apply", "-f", manifest.toString()))
          .contains("deployment.apps/web unchanged");
      assertThat(kubectl(kubeconfig, "-n", "shop", "scale", "deploy/web", "--replicas=3"))
          .contains("scaled");
      assertThat(
              kubectl(kubeconfig, "-n", "shop", "rollout", "status", "deploy/web", "--timeout=30s"))
          .contains("successfully rolled out");
      assertThat(kubectl(kubeconfig, "-n", "shop", "get", "pods").lines().count()).isEqualTo(4);
      assertThat(kubectl(kubeconfig, "-n", "shop", "describe", "deploy", "web"))
          .contains("3 desired | 3 updated | 3 total | 3 available");
      assertThat(kubectl(kubeconfig, "top", "pods", "-n", "shop")).contains("web-");
      assertThat(kubectl(kubeconfig, "-n", "shop", "delete", "deploy", "web", "--timeout=20s"))
          .contains("deleted");
    }
  }

  private String kubectl(Path kubeconfig, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as("%s: %s", command, text).isZero();
    return text;
  }
}
