package dev.flyball.controller.cli;

import dev.flyball.controller.cluster.KnownKinds;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kubeconfig files, read as the Kubernetes client reads them, but with its models of these files
 * alone. The client itself would first load every kind there is, some 1,000 classes, which takes
 * half of the time that a command needs.
 */
final class Kubeconfig {
  // Where the client remembers which file a part is of; paths in it are relative to that.
  private static final String CONTEXT_FILE = "KUBERNETES_CONFIG_CONTEXT_FILE_KEY";
  private static final String CLUSTER_FILE = "KUBERNETES_CONFIG_CLUSTER_FILE_KEY";
  private static final String USER_FILE = "KUBERNETES_CONFIG_AUTH_INFO_FILE_KEY";

  private Kubeconfig() {}

  /**
   * The configuration that a file gives, and nothing else.
   *
   * @throws RuntimeException as the client throws it for a file that cannot be read or understood
   */
  static Config read(File file) {
    Config config = Config.empty();
    KubeConfigUtils.merge(config, null, parse(List.of(file)));
    return config;
  }

  /**
   * The configuration of the surroundings: the files of {@code $KUBECONFIG}, or {@code
   * ~/.kube/config}; where there are none, the pod's service account. Variables of the environment
   * that the client knows, such as {@code KUBERNETES_MASTER}, come on top.
   *
   * @throws RuntimeException as the client throws it for a file that cannot be read or understood
   */
  static Config surroundings() {
    List<File> files = files();
    if (files.isEmpty()) {
      return Config.autoConfigure(null);
    }
    Config config = Config.empty();
    KubeConfigUtils.merge(config, null, parse(files));
    Config.configFromSysPropsOrEnvVars(config);
    config.setAutoConfigure(true);
    return config;
  }

  private static List<File> files() {
    if (!Utils.getSystemPropertyOrEnvVar(
        Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, true)) {
      return List.of();
    }
    return Config.getKubeconfigFilenames().stream().map(File::new).filter(File::isFile).toList();
  }

  private static io.fabric8.kubernetes.api.model.Config[] parse(List<File> files) {
    KubernetesSerialization serialization = KnownKinds.serialization();
    List<io.fabric8.kubernetes.api.model.Config> parsed = new ArrayList<>();
    for (File file : files) {
      try (InputStream in = Files.newInputStream(file.toPath())) {
        io.fabric8.kubernetes.api.model.Config content =
            serialization.unmarshal(in, io.fabric8.kubernetes.api.model.Config.class);
        remember(file, content);
        parsed.add(content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return parsed.toArray(io.fabric8.kubernetes.api.model.Config[]::new);
  }

  private static void remember(File file, io.fabric8.kubernetes.api.model.Config content) {
    for (NamedContext context : orEmpty(content.getContexts())) {
      context.getAdditionalProperties().put(CONTEXT_FILE, file);
    }
    for (NamedCluster cluster : orEmpty(content.getClusters())) {
      cluster.getAdditionalProperties().put(CLUSTER_FILE, file);
    }
    for (NamedAuthInfo user : orEmpty(content.getUsers())) {
      user.getAdditionalProperties().put(USER_FILE, file);
    }
  }

  /** A file may say {@code users: null}. */
  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
