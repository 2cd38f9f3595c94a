package dev.flyball.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.real.KeyForm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code flyball run} says when it cannot start; that it runs is shown elsewhere. */
class RunCommandTest {
  @TempDir private Path folder;

  private record Outcome(int exitCode, String err) {}

  private static Outcome run(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = FlyballCommand.commandLine().setErr(new PrintWriter(err));
    return new Outcome(commandLine.execute(arguments), err.toString());
  }

  @Test
  void aKubeconfigThatIsNotThereIsOneLine() {
    Path nowhere = folder.resolve("nowhere");
    assertThat(run("run", "--kubeconfig", nowhere.toString()))
        .isEqualTo(new Outcome(1, "flyball run: kubeconfig " + nowhere + ": no such file" + ln()));
  }

  @Test
  void aCertificateThatIsNoneIsOneLine() throws IOException {
    Path kubeconfig = kubeconfig("client-certificate-data: AAAA\n    client-key: " + key());
    Outcome outcome = run("run", "--kubeconfig", kubeconfig.toString(), "--port", "0");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("flyball run: ").contains("certificate").hasLineCount(1);
  }

  private Path key() throws IOException {
    return Files.writeString(
        folder.resolve("admin.key"), KeyForm.EC_PKCS8.pem(KeyForm.EC_PKCS8.generate()));
  }

  private Path kubeconfig(String user) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: test
          cluster: {server: "https://127.0.0.1:1"}
        users:
        - name: admin
          user:
            %s
        contexts:
        - name: test
          context: {cluster: test, user: admin}
        current-context: test
        """
            .formatted(user));
  }

  @Test
  @Timeout(60)
  void aPortThatIsTakenIsOneLine() throws IOException {
    Path kubeconfig = kubeconfig("token: abc");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Outcome outcome =
          run("run", "--kubeconfig", kubeconfig.toString(), "--host", "127.0.0.1", "--port", port);
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err())
          .startsWith("flyball run: cannot listen on 127.0.0.1:" + port + ": ")
          .hasLineCount(1);
    }
  }

  @Test
  void shardsThatMakeNoSenseAreWrongUsage() {
    assertThat(run("run", "--shards", "257").err()).contains("--shards: 0 to 256, not 257");
    assertThat(run("run", "--shards", "-1").err()).contains("--shards: 0 to 256, not -1");
    Outcome alone = run("run", "--shards", "8", "--no-leader-election");
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).contains("leave --no-leader-election out");
  }

  private static String ln() {
    return System.lineSeparator();
  }
}
