package dev.flyball.controller;

import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The controller's own bearer token: its service account's, which the kubelet renews, or that of
 * the kubeconfig. Read when it is asked for; empty where there is none. Safe for all threads.
 */
final class OwnToken implements Supplier<Future<String>> {
  private static final Path MOUNTED =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  private final Vertx vertx;
  private final Config config;

  OwnToken(Vertx vertx, Config config) {
    this.vertx = vertx;
    this.config = config;
  }

  @Override
  public Future<String> get() {
    String configured = Objects.requireNonNullElse(config.getOauthToken(), "");
    if (!Files.isReadable(MOUNTED)) {
      return Future.succeededFuture(configured);
    }
    return vertx
        .fileSystem()
        .readFile(MOUNTED.toString())
        .map(content -> content.toString(StandardCharsets.UTF_8).strip());
  }
}
