package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.trust.CertificateVault;
import dev.flyball.metrics.trust.CertificateVault.Held;
import dev.flyball.metrics.trust.InMemoryCertificateVault;
import dev.flyball.metrics.trust.StoredCertificates;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** What every vault does, and what the Secret is like. */
class CertificateVaultTest {
  private static final StoredCertificates FIRST = new StoredCertificates("a", "b", "c", "d");
  private static final StoredCertificates SECOND = new StoredCertificates("e", "f", "g", "h");

  private static TestingTrust testing;

  @BeforeAll
  static void start() {
    testing = new TestingTrust();
  }

  @AfterAll
  static void stop() {
    testing.close();
  }

  @AfterEach
  void clear() {
    testing.cluster.faults().clear();
  }

  static Stream<Arguments> vaults() {
    return Stream.of(
        argumentSet(
            "in memory", (Function<String, CertificateVault>) n -> new InMemoryCertificateVault()),
        argumentSet("Secret", (Function<String, CertificateVault>) CertificateVaultTest::secret));
  }

  private static SecretVault secret(String name) {
    return new SecretVault(testing.api, TestingTrust.NAMESPACE, name);
  }

  @ParameterizedTest
  @MethodSource("vaults")
  void holdsWhatWasSavedLast(Function<String, CertificateVault> kind) {
    CertificateVault vault = kind.apply("last");
    Held nothing = TestingTrust.await(vault.load());
    assertThat(nothing).isEqualTo(new Held(null, ""));
    assertThat(TestingTrust.await(vault.save(FIRST, nothing.version()))).isTrue();
    Held first = TestingTrust.await(vault.load());
    assertThat(first.certificates()).isEqualTo(FIRST);
    assertThat(first.version()).isNotEmpty();
    assertThat(TestingTrust.await(vault.save(SECOND, first.version()))).isTrue();
    Held second = TestingTrust.await(vault.load());
    assertThat(second.certificates()).isEqualTo(SECOND);
    assertThat(second.version()).isNotEqualTo(first.version());
  }

  @ParameterizedTest
  @MethodSource("vaults")
  void theFirstWhoSavesWins(Function<String, CertificateVault> kind) {
    CertificateVault vault = kind.apply("race");
    assertThat(TestingTrust.await(vault.save(FIRST, ""))).isTrue();
    assertThat(TestingTrust.await(vault.save(SECOND, ""))).as("created at once").isFalse();
    String version = TestingTrust.await(vault.load()).version();
    assertThat(TestingTrust.await(vault.save(SECOND, version))).isTrue();
    assertThat(TestingTrust.await(vault.save(FIRST, version))).as("changed since").isFalse();
    assertThat(TestingTrust.await(vault.load()).certificates()).isEqualTo(SECOND);
  }

  @Test
  void theSecretIsOneForTls() {
    assertThat(TestingTrust.await(secret("shape").save(FIRST, ""))).isTrue();
    ObjectNode stored = stored("shape");
    assertThat(stored.path("type").asString("")).isEqualTo("kubernetes.io/tls");
    assertThat(stored.path("data").propertyNames())
        .containsExactlyInAnyOrder("tls.crt", "tls.key", "ca.crt", "ca.key");
    assertThat(stored.path("data").path("tls.key").asString("")).isEqualTo("ZA==");
  }

  private static ObjectNode stored(String name) {
    return testing.object(testing.type("", "v1", "secrets"), TestingTrust.NAMESPACE, name).tree();
  }

  @Test
  void somebodyElsesSecretIsNotTouched() {
    testing.cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: theirs, namespace: flyball-system}
        type: kubernetes.io/tls
        data: {tls.crt: YQ==, tls.key: Yg==}
        """);
    assertThatThrownBy(() -> TestingTrust.await(secret("theirs").load()))
        .hasMessageContaining("Secret flyball-system/theirs is not Flyball's")
        .hasMessageContaining("mount it as files, or let Flyball use another name");
    assertThat(TestingTrust.await(secret("theirs").save(FIRST, ""))).isFalse();
    assertThat(stored("theirs").path("data").path("tls.crt").asString("")).isEqualTo("YQ==");
  }

  @Test
  void aSecretThatWasDamagedIsReadAndCanBeReplaced() {
    testing.cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: damaged
          namespace: flyball-system
          labels: {app.kubernetes.io/managed-by: flyball}
        data: {tls.crt: YQ==}
        """);
    Held held = TestingTrust.await(secret("damaged").load());
    assertThat(held.certificates()).isEqualTo(new StoredCertificates("", "", "a", ""));
    assertThat(TestingTrust.await(secret("damaged").save(FIRST, held.version()))).isTrue();
  }

  @Test
  void aSecretThatWentInBetweenIsToBeLoadedAgain() {
    assertThat(TestingTrust.await(secret("gone").save(FIRST, "1"))).isFalse();
  }

  @Test
  void aRefusalSaysWhatIsMissing() {
    testing.cluster.faults().fail(call -> call.resource().equals("secrets"), 403, 2);
    assertThatThrownBy(() -> TestingTrust.await(secret("forbidden").load()))
        .hasMessageContaining("reading Secret flyball-system/forbidden")
        .hasMessageContaining("HTTP 403; Flyball's Role needs get, create and patch of secrets");
    assertThatThrownBy(() -> TestingTrust.await(secret("forbidden").save(FIRST, "")))
        .hasMessageContaining("writing Secret flyball-system/forbidden");
  }
}
