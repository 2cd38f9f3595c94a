package dev.flyball.controller.cli;

import dev.flyball.controller.cli.ClientKey.InvalidClientKeyException;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads how the cluster is reached. */
public final class ClusterAccess {
  private ClusterAccess() {}

  /**
   * The configuration of the Kubernetes client.
   *
   * @param kubeconfig the file; null takes the pod's service account, else {@code $KUBECONFIG} or
   *     {@code ~/.kube/config}
   * @throws ClusterAccessException with one line that says what is missing or wrong, and where
   */
  public static Config read(@Nullable Path kubeconfig) throws ClusterAccessException {
    Config config = kubeconfig == null ? surroundings() : ofFile(kubeconfig);
    useClientKey(config);
    settleOnNoToken(config);
    // The loop's own requests have retries of their own; those of the client come on top.
    config.setRequestRetryBackoffLimit(1);
    return config;
  }

  /**
   * Where there is no token, the client looks for one before each request from the second minute
   * on, reading the kubeconfig and the environment anew: half of what a request costs.
   */
  private static void settleOnNoToken(Config config) {
    boolean other = config.getAuthProvider() != null || config.getUsername() != null;
    if (!other && config.getOauthToken() == null && config.getAutoOAuthToken() == null) {
      config.setOauthTokenProvider(() -> null);
    }
  }

  private static Config surroundings() throws ClusterAccessException {
    Config config;
    try {
      config = Kubeconfig.surroundings();
    } catch (RuntimeException e) {
      throw new ClusterAccessException("cannot read $KUBECONFIG or ~/.kube/config: " + reason(e));
    }
    boolean nothing =
        config.getCurrentContext() == null
            && config.getAutoOAuthToken() == null
            && config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL);
    if (nothing) {
      throw new ClusterAccessException(
          "no cluster to reach: this is not a pod with a service account, and neither $KUBECONFIG"
              + " nor ~/.kube/config names a context; give --kubeconfig FILE");
    }
    return config;
  }

  private static Config ofFile(Path kubeconfig) throws ClusterAccessException {
    if (!Files.exists(kubeconfig)) {
      throw new ClusterAccessException("kubeconfig " + kubeconfig + ": no such file");
    }
    Config config;
    try {
      // By the file and not its text: certificates may be named relative to it.
      config = Kubeconfig.read(kubeconfig.toFile());
    } catch (RuntimeException e) {
      throw new ClusterAccessException("kubeconfig " + kubeconfig + ": " + unreadable(e));
    }
    if (config.getCurrentContext() == null) {
      throw new ClusterAccessException(
          "kubeconfig " + kubeconfig + ": current-context names no context of the file");
    }
    return config;
  }

  private static String unreadable(RuntimeException error) {
    // The client's parser finds nothing in a file without content, and looks into it all the same.
    if (error instanceof NullPointerException) {
      return "holds nothing";
    }
    String reason = reason(error);
    return reason.contains("io.fabric8")
        ? "is no kubeconfig, which has clusters, users, contexts and current-context"
        : reason;
  }

  private static void useClientKey(Config config) throws ClusterAccessException {
    String data = config.getClientKeyData();
    String file = config.getClientKeyFile();
    if (data == null && file == null) {
      return;
    }
    String where = data == null ? "the client key " + file : "the client key of the kubeconfig";
    try {
      ClientKey key = ClientKey.find(data == null ? Files.readString(Path.of(file)) : plain(data));
      config.setClientKeyAlgo(key.algorithm());
      config.setClientKeyData(
          Base64.getEncoder().encodeToString(key.pem().getBytes(StandardCharsets.US_ASCII)));
    } catch (InvalidClientKeyException e) {
      throw new ClusterAccessException(where + " " + e.getMessage());
    } catch (IOException e) {
      throw new ClusterAccessException(where + " cannot be read: " + reason(e));
    }
  }

  private static String plain(String data) {
    try {
      return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return data;
    }
  }

  /** The first line of the innermost cause, which is the one that knows. */
  static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    return message.lines().findFirst().orElse(message);
  }

  /** There is no usable way to the cluster; the message is one line for people. */
  public static final class ClusterAccessException extends Exception {
    private static final long serialVersionUID = 1L;

    ClusterAccessException(String message) {
      super(message);
    }
  }
}
