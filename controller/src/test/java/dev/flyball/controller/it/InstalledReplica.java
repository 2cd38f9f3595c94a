package dev.flyball.controller.it;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.Main;
import dev.flyball.minicluster.real.RealControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A replica as the Deployment would start it: its arguments, its environment and its service
 * account's token in a file, in a process of its own. Only ports and addresses are others.
 */
final class InstalledReplica implements AutoCloseable {
  private static final int WAIT_SECONDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(WAIT_SECONDS);

  final String name;
  private final Path log;
  private final int webPort;
  private final Process process;

  private InstalledReplica(String name, Path log, int webPort, Process process) {
    this.name = name;
    this.log = log;
    this.webPort = webPort;
    this.process = process;
  }

  /**
   * What all replicas of an install have in common.
   *
   * @param arguments those of the container
   * @param apiServer where the API server listens
   * @param authority file with the certificate by which it is known
   * @param token file with the service account's token
   * @param folder where logs go; its home, where it finds no kubeconfig
   */
  record Installation(
      List<String> arguments, URI apiServer, Path authority, Path token, Path folder) {
    /** Starts a replica that serves the metrics APIs and the webhook on this port. */
    InstalledReplica start(String name, int httpsPort) {
      int webPort = RealControlPlane.freePort();
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx128m",
                  "-Dlogback.configurationFile=logback.xml",
                  "-Duser.home=" + folder,
                  "-Dkubernetes.auth.serviceAccount.token=" + token,
                  "-Dkubernetes.certs.ca.file=" + authority,
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName()));
      for (String argument : arguments) {
        command.add(
            argument
                .replaceFirst("^--port=.*", "--port=" + webPort)
                .replaceFirst("^--metrics-api-port=.*", "--metrics-api-port=" + httpsPort));
      }
      command.add("--host=127.0.0.1");
      Path log = folder.resolve(name + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      Map<String, String> environment = builder.environment();
      environment.remove("KUBECONFIG");
      environment.put("HOME", folder.toString());
      environment.put("HOSTNAME", name);
      environment.put("POD_NAMESPACE", ControllerOptions.DEFAULT_NAMESPACE);
      environment.put("KUBERNETES_SERVICE_HOST", apiServer.getHost());
      environment.put("KUBERNETES_SERVICE_PORT", String.valueOf(apiServer.getPort()));
      try {
        return new InstalledReplica(name, log, webPort, builder.start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What it says of itself at a path of its port for people; empty while it does not listen. */
  String get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + webPort + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).version(Version.HTTP_1_1).timeout(PATIENCE).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      if (!process.isAlive()) {
        throw new AssertionError(name + " has ended: " + log(), e);
      }
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** All that it has logged. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to end, as the kubelet does, and waits for that. */
  int terminate() {
    process.destroy();
    try {
      if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not end: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
  }
}
