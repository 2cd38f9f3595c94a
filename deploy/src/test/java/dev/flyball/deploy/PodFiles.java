package dev.flyball.deploy;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a pod finds of its cluster: files with a token and the API server's certificate, and
 * variables of its environment. The key is made anew for each test.
 */
final class PodFiles {
  private static final String PASSWORD = "minicluster";

  private final Path folder = TestingHelm.temporary("pod", ".token").getParent();
  private final Path key = folder.resolve("key.p12");
  private final Path certificate = folder.resolve("ca.crt");
  private final Path token = folder.resolve("token");

  PodFiles() {
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "san=ip:127.0.0.1");
    keytool("-exportcert", "-rfc", "-file", certificate.toString());
    TestingHelm.write(token, "token-of-a-pod");
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "api", "-keystore", key.toString(), "-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("keytool: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The API server's key and certificate. */
  KeyCertOptions key() {
    return new PfxOptions().setPath(key.toString()).setPassword(PASSWORD);
  }

  /** The environment of a process that takes itself for a pod. */
  Map<String, String> environment(int apiPort) {
    return Map.of(
        "KUBERNETES_SERVICE_HOST", "127.0.0.1",
        "KUBERNETES_SERVICE_PORT", Integer.toString(apiPort),
        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
        "KUBERNETES_CERTS_CA_FILE", certificate.toString(),
        "KUBERNETES_AUTH_TRYKUBECONFIG", "false");
  }
}
