package dev.flyball.controller.cluster;

import dev.flyball.metrics.trust.AuthenticationConfig;
import dev.flyball.metrics.trust.AuthenticationConfigReader;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the ConfigMap in which the API server says whose client certificates are worth something.
 * What cannot be read leaves the last good version in force; where the ConfigMap is missing, only
 * tokens are believed.
 */
public final class AuthenticationConfigWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuthenticationConfigWatch.class);

  private final Context context;
  private final Consumer<AuthenticationConfig> listener;
  private final SharedIndexInformer<ConfigMap> informer;

  /**
   * A watch that has not begun.
   *
   * @param listener is told on the context, first of what is there
   */
  public AuthenticationConfigWatch(
      KubernetesClient client, Context context, Consumer<AuthenticationConfig> listener) {
    this.context = context;
    this.listener = listener;
    this.informer =
        client
            .configMaps()
            .inNamespace(AuthenticationConfig.NAMESPACE)
            .withName(AuthenticationConfig.NAME)
            .runnableInformer(0)
            .addEventHandler(new Handler())
            .exceptionHandler(
                (started, error) -> {
                  LOG.atWarn()
                      .log(
                          "cannot watch ConfigMap {}/{}, trying again; Flyball's ClusterRole needs"
                              + " list and watch of configmaps: {}",
                          AuthenticationConfig.NAMESPACE,
                          AuthenticationConfig.NAME,
                          error.toString());
                  return true;
                });
  }

  /**
   * Begins.
   *
   * @return succeeds once the listener has been told of what is there
   */
  public Future<Void> start() {
    return Future.fromCompletionStage(informer.start(), context)
        .onSuccess(
            listed -> {
              if (informer.getStore().list().isEmpty()) {
                missing();
              }
            })
        .mapEmpty();
  }

  private void missing() {
    LOG.atWarn()
        .log(
            "there is no ConfigMap {}/{}: client certificates are not believed, tokens are",
            AuthenticationConfig.NAMESPACE,
            AuthenticationConfig.NAME);
  }

  private void tell(ConfigMap configMap) {
    AuthenticationConfig config;
    try {
      config =
          AuthenticationConfigReader.read(
              Objects.requireNonNullElse(configMap.getData(), Map.of()));
    } catch (IllegalArgumentException e) {
      LOG.atWarn().log("the last good version stays in force: {}", e.getMessage());
      return;
    }
    context.runOnContext(v -> listener.accept(config));
  }

  /** Comes on the informer's thread, in order. */
  private final class Handler implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap configMap) {
      tell(configMap);
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap configMap) {
      tell(configMap);
    }

    @Override
    public void onDelete(ConfigMap configMap, boolean finalStateUnknown) {
      missing();
      context.runOnContext(v -> listener.accept(AuthenticationConfig.NONE));
    }
  }

  /** Stops watching. May block for a moment. */
  @Override
  public void close() {
    informer.stop();
  }
}
