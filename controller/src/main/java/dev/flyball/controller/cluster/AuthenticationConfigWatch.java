package dev.flyball.controller.cluster;

import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.metrics.trust.AuthenticationConfig;
import dev.flyball.metrics.trust.AuthenticationConfigReader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
  private final ListWatch<ConfigMapDecoder.Identified> watch;
  private boolean present;

  /**
   * A watch that has not begun.
   *
   * @param listener is told on the context, first of what is there
   */
  public AuthenticationConfigWatch(
      HttpApiClient api, Context context, Consumer<AuthenticationConfig> listener) {
    this.context = context;
    this.listener = listener;
    this.watch =
        new ListWatch<>(
            api,
            context,
            ConfigMapDecoder.pathOf(AuthenticationConfig.NAMESPACE, AuthenticationConfig.NAME),
            new ConfigMapDecoder(),
            new Following<>(
                cm -> new Following.Name(cm.text().namespace(), cm.text().name()),
                cm -> tell(cm.text()),
                (namespace, name) -> gone()));
  }

  /**
   * Begins.
   *
   * @return succeeds once the listener has been told of what is there
   */
  public Future<Void> start() {
    Promise<Void> listed = Promise.promise();
    context.runOnContext(
        v ->
            watch
                .start()
                .onSuccess(
                    done -> {
                      if (!present) {
                        missing();
                      }
                    })
                .onComplete(listed));
    return listed.future();
  }

  private static void missing() {
    LOG.atWarn()
        .log(
            "there is no ConfigMap {}/{}: client certificates are not believed, tokens are",
            AuthenticationConfig.NAMESPACE,
            AuthenticationConfig.NAME);
  }

  private void tell(ConfigMapText configMap) {
    present = true;
    AuthenticationConfig config;
    try {
      config = AuthenticationConfigReader.read(configMap.data());
    } catch (IllegalArgumentException e) {
      LOG.atWarn().log("the last good version stays in force: {}", e.getMessage());
      return;
    }
    listener.accept(config);
  }

  private void gone() {
    present = false;
    missing();
    listener.accept(AuthenticationConfig.NONE);
  }

  /** Stops watching. */
  @Override
  public void close() {
    context.runOnContext(v -> watch.close());
  }
}
