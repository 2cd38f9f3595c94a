package dev.flyball.controller.cli;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.cli.ClusterAccess.ClusterAccessException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** How a running controller is reached. */
final class ServerFlags implements AutoCloseable {
  private static final String DEFAULT_SERVER = "http://localhost:" + ControllerOptions.DEFAULT_PORT;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "the controller (default: "
              + DEFAULT_SERVER
              + " where one answers, else service flyball through the API server of the kubeconfig)")
  private @Nullable String server;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "the cluster whose controller is asked (default: $KUBECONFIG or ~/.kube/config)")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--service",
      paramLabel = "NS/NAME",
      defaultValue = ControllerOptions.DEFAULT_NAMESPACE + "/flyball",
      description = "the controller's service in the cluster (default: ${DEFAULT-VALUE})")
  private String service = ControllerOptions.DEFAULT_NAMESPACE + "/flyball";

  private final List<Connection> opened = new ArrayList<>();
  private final List<String> tried = new ArrayList<>();
  private @Nullable ApiServer cluster;

  /**
   * A controller that answers.
   *
   * @param connection the way to it
   * @param rows its answer to what was asked first: the rows of policies
   */
  record Reached(Connection connection, JsonNode rows) {}

  /**
   * Finds a controller that answers.
   *
   * @param rows the path of the rows that are wanted
   * @return empty where none answers; {@link #tried} says why
   */
  Optional<Reached> find(String rows) {
    if (server != null) {
      return attempt(new UrlServer(server), rows);
    }
    Optional<Reached> here =
        kubeconfig == null ? attempt(new UrlServer(DEFAULT_SERVER), rows) : Optional.empty();
    return here.isPresent() ? here : cluster().flatMap(c -> attempt(proxied(c), rows));
  }

  private ApiServer proxied(ApiServer api) {
    int slash = service.indexOf('/');
    String namespace =
        slash < 0 ? ControllerOptions.DEFAULT_NAMESPACE : service.substring(0, slash);
    return api.service(namespace, service.substring(slash + 1), ControllerOptions.DEFAULT_PORT);
  }

  private Optional<Reached> attempt(Connection connection, String rows) {
    opened.add(connection);
    try {
      Answer answer = connection.get(rows);
      if (answer.ok() && answer.json().path("items").isArray()) {
        return Optional.of(new Reached(connection, answer.json()));
      }
      tried.add(
          connection.where()
              + ": "
              + (answer.ok() ? "this is no controller of Flyball" : answer.error()));
    } catch (IOException e) {
      tried.add(connection.where() + ": " + ClusterAccess.reason(e));
    }
    return Optional.empty();
  }

  /** The API server; empty where {@code --server} was given, or there is no kubeconfig. */
  Optional<ApiServer> cluster() {
    if (cluster == null && server == null) {
      try {
        cluster = new ApiServer(ClusterAccess.read(kubeconfig));
        opened.add(cluster);
      } catch (ClusterAccessException e) {
        tried.add(String.valueOf(e.getMessage()));
      }
    }
    return Optional.ofNullable(cluster);
  }

  /** Why there is no controller, one reason each for what was tried. */
  List<String> tried() {
    return tried.stream().distinct().toList();
  }

  @Override
  public void close() {
    opened.forEach(Connection::close);
  }
}
