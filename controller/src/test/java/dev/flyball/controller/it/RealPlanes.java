package dev.flyball.controller.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flyball.controller.cli.ClusterAccess;
import dev.flyball.controller.cli.ClusterAccess.ClusterAccessException;
import dev.flyball.minicluster.real.RealControlPlane;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Real control planes for tests, which are skipped where there are no programs for one. */
final class RealPlanes {
  private RealPlanes() {}

  /** Starts one in a temporary folder, with more flags of kube-apiserver. */
  static RealControlPlane startOrSkip(Path folder, String... flags) {
    Optional<RealControlPlane> plane = RealControlPlane.start(folder, flags);
    assumeTrue(plane.isPresent(), "no kube-apiserver and etcd on this machine");
    return plane.orElseThrow();
  }

  /** Runs these controllers of a kube-controller-manager. */
  static void startControllerManagerOrSkip(RealControlPlane plane, String... controllers) {
    assumeTrue(
        plane.startControllerManager(controllers), "no kube-controller-manager on this machine");
  }

  /** What {@code flyball run --kubeconfig} makes of the administrator's kubeconfig. */
  static Config adminConfig(RealControlPlane plane, Path folder) {
    try {
      return ClusterAccess.read(
          Files.writeString(folder.resolve("admin.kubeconfig"), plane.adminKubeconfig()));
    } catch (ClusterAccessException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
