package dev.flyball.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.cli.ClusterAccess.ClusterAccessException;
import dev.flyball.minicluster.real.CertificateAuthority;
import dev.flyball.minicluster.real.CertificateAuthority.Issued;
import dev.flyball.minicluster.real.CertificateAuthority.Purpose;
import dev.flyball.minicluster.real.KeyForm;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterAccessTest {
  private static final CertificateAuthority AUTHORITY = new CertificateAuthority("test-ca");

  @TempDir private Path folder;

  private Path kubeconfig(String user) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: test
          cluster: {server: "https://127.0.0.1:6443"}
        users:
        - name: admin
          user:
        %s
        contexts:
        - name: test
          context: {cluster: test, user: admin}
        current-context: test
        """
            .formatted(user.indent(4).stripTrailing()));
  }

  @Test
  void whereThereIsNoTokenTheClientDoesNotLookForOneBeforeEachRequest() throws Exception {
    Config none = ClusterAccess.read(kubeconfig("{}"));
    assertThat(none.getOauthTokenProvider()).isNotNull();
    assertThat(none.getOauthTokenProvider().getToken()).isNull();
    Config some = ClusterAccess.read(kubeconfig("token: abc"));
    assertThat(some.getOauthTokenProvider()).isNull();
    Config basic = ClusterAccess.read(kubeconfig("{username: me, password: secret}"));
    assertThat(basic.getOauthTokenProvider()).isNull();
  }

  static Stream<Arguments> users() {
    return Stream.of(
        argumentSet("a token", "token: abc"),
        argumentSet("a password", "{username: me, password: secret}"),
        argumentSet("certificates beside it", "{client-certificate: a.crt, client-key: a.key}"),
        argumentSet(
            "a program beside it",
            """
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: ./login
              interactiveMode: Never
            """));
  }

  @ParameterizedTest
  @MethodSource("users")
  void readsAKubeconfigAsTheClientDoes(String user) throws IOException {
    Path login =
        Files.writeString(
            folder.resolve("login"),
            """
            #!/bin/sh
            echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
              "status": {"token": "of-a-program"}}'
            """);
    assertThat(login.toFile().setExecutable(true)).isTrue();
    Path file = kubeconfig(user);
    assertThat(Kubeconfig.read(file.toFile()))
        .usingRecursiveComparison()
        .isEqualTo(Config.fromKubeconfig(file.toFile()));
    if (user.contains("exec")) {
      assertThat(Kubeconfig.read(file.toFile()).getAutoOAuthToken()).isEqualTo("of-a-program");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What the Kubernetes client shows to a server that asks. */
  private static PrivateKey keyInUse(Config config) throws Exception {
    X509KeyManager manager =
        Arrays.stream(SSLUtils.keyManagers(config))
            .filter(X509KeyManager.class::isInstance)
            .map((KeyManager each) -> (X509KeyManager) each)
            .findFirst()
            .orElseThrow();
    String alias = manager.chooseClientAlias(new String[] {"RSA", "EC"}, null, null);
    return manager.getPrivateKey(alias);
  }

  @ParameterizedTest
  @EnumSource(KeyForm.class)
  void clientKeysInline(KeyForm form) throws Exception {
    Issued client = AUTHORITY.issue("CN=admin", Purpose.CLIENT, form);
    Path file =
        kubeconfig(
            "client-certificate-data: "
                + base64(client.certificatePem())
                + "\nclient-key-data: "
                + base64(client.keyPem()));
    assertThat(keyInUse(ClusterAccess.read(file))).isEqualTo(client.keys().getPrivate());
  }

  @ParameterizedTest
  @EnumSource(KeyForm.class)
  void clientKeysInFilesBesideTheKubeconfig(KeyForm form) throws Exception {
    Issued client = AUTHORITY.issue("CN=admin", Purpose.CLIENT, form);
    Files.writeString(folder.resolve("admin.crt"), client.certificatePem());
    Path key = Files.writeString(folder.resolve("admin.key"), client.keyPem());
    Path relative = kubeconfig("client-certificate: admin.crt\nclient-key: admin.key");
    assertThat(keyInUse(ClusterAccess.read(relative))).isEqualTo(client.keys().getPrivate());
    Path absolute = kubeconfig("client-certificate: admin.crt\nclient-key: " + key);
    assertThat(keyInUse(ClusterAccess.read(absolute))).isEqualTo(client.keys().getPrivate());
  }

  @Test
  void tokensNeedNoKey() throws Exception {
    Config config = ClusterAccess.read(kubeconfig("token: abc"));
    assertThat(config.getAutoOAuthToken()).isEqualTo("abc");
    assertThat(config.getClientKeyData()).isNull();
    assertThat(config.getMasterUrl()).isEqualTo("https://127.0.0.1:6443/");
  }

  static Stream<Arguments> unusableKeys() {
    return Stream.of(
        argumentSet("no key", "what?", "has no PEM block of a private key"),
        argumentSet(
            "passphrase", KeyForm.pem("ENCRYPTED PRIVATE KEY", new byte[9]), "is encrypted"),
        argumentSet(
            "older passphrase",
            """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-256-CBC,00

            AAAA
            -----END RSA PRIVATE KEY-----
            """,
            "is encrypted"),
        argumentSet(
            "other algorithm", KeyForm.pem("DSA PRIVATE KEY", new byte[9]), "is of type DSA"),
        argumentSet(
            "not a key", KeyForm.pem("PRIVATE KEY", new byte[9]), "neither an RSA nor an EC key"));
  }

  @ParameterizedTest
  @MethodSource("unusableKeys")
  void unusableKeysAreNamedInOneLine(String pem, String expected) throws IOException {
    Path key = Files.writeString(folder.resolve("admin.key"), pem);
    Path file = kubeconfig("client-certificate: admin.crt\nclient-key: admin.key");
    assertThatThrownBy(() -> ClusterAccess.read(file))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContainingAll("the client key " + key, expected)
        .message()
        .hasLineCount(1);
  }

  @Test
  void aMissingKeyFileIsNamed() throws IOException {
    Path file = kubeconfig("client-certificate: admin.crt\nclient-key: nowhere.key");
    assertThatThrownBy(() -> ClusterAccess.read(file))
        .hasMessage(
            "the client key " + folder.resolve("nowhere.key") + " cannot be read: no such file");
  }

  static Stream<Arguments> unusableFiles() {
    return Stream.of(
        argumentSet("broken YAML", "clusters: [", "kubeconfig "),
        argumentSet("a list", "- 1", "is no kubeconfig"),
        argumentSet("a text", "some text", "is no kubeconfig"),
        argumentSet("nothing", "", "holds nothing"),
        argumentSet("no context", "apiVersion: v1\nkind: Config\n", "current-context"),
        argumentSet(
            "lost context",
            "apiVersion: v1\nkind: Config\ncontexts: []\ncurrent-context: gone\n",
            "current-context"));
  }

  @ParameterizedTest
  @MethodSource("unusableFiles")
  void unusableFilesAreNamedInOneLine(String text, String expected) throws IOException {
    Path file = Files.writeString(folder.resolve("kubeconfig"), text);
    assertThatThrownBy(() -> ClusterAccess.read(file))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContainingAll(file.toString(), expected)
        .message()
        .hasLineCount(1);
  }
}
