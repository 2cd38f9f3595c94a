package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.metrics.trust.AuthenticationConfig;
import dev.flyball.metrics.trust.CertificateLifetimes;
import dev.flyball.metrics.trust.CertificateReceiver;
import dev.flyball.metrics.trust.InMemoryCertificateVault;
import dev.flyball.metrics.trust.ManagedCertificates;
import dev.flyball.metrics.trust.ServerNames;
import dev.flyball.metrics.trust.ServingCertificate;
import dev.flyball.minicluster.api.ObjectApi;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticationConfigWatchTest {
  private final List<AuthenticationConfig> told = new CopyOnWriteArrayList<>();
  private TestingTrust testing;
  private AuthenticationConfigWatch watch;

  @BeforeEach
  void start() {
    testing = new TestingTrust();
    testing.cluster.namespace(AuthenticationConfig.NAMESPACE);
    watch = new AuthenticationConfigWatch(testing.api, testing.context, told::add);
  }

  @AfterEach
  void stop() {
    watch.close();
    testing.close();
  }

  private void publish(String allowedNames) {
    testing.cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: extension-apiserver-authentication, namespace: kube-system}
        data:
          requestheader-allowed-names: '%s'
          requestheader-username-headers: '["X-Remote-User"]'
          requestheader-client-ca-file: |
        %s
        """
            .formatted(allowedNames, authority().indent(4)));
  }

  /** A certificate such as the API server publishes. */
  private String authority() {
    AtomicReference<String> authority = new AtomicReference<>();
    CertificateReceiver receiver =
        new CertificateReceiver() {
          @Override
          public Future<Void> trust(String authorities) {
            authority.set(authorities);
            return Future.succeededFuture();
          }

          @Override
          public Future<Void> serve(ServingCertificate certificate) {
            return Future.succeededFuture();
          }
        };
    TestingTrust.await(
        new ManagedCertificates(
                testing.vertx::executeBlocking,
                new InMemoryCertificateVault(),
                ServerNames.ofService("a", "b"),
                CertificateLifetimes.DEFAULT,
                receiver,
                InstantSource.system())
            .check());
    return authority.get();
  }

  private void awaitAllowedNames(String... names) {
    TestingTrust.eventually(
        "told of it",
        () -> !told.isEmpty() && told.getLast().frontProxy().allowedNames().equals(List.of(names)));
  }

  @Test
  void followsWhatTheApiServerPublishes() {
    publish("[\"first\"]");
    publishSomethingElse();
    TestingTrust.await(watch.start());
    awaitAllowedNames("first");
    assertThat(told.getFirst().frontProxy().authorities()).hasSize(1);
    assertThat(told.getFirst().frontProxy().userHeaders()).containsExactly("X-Remote-User");

    publish("[\"second\"]");
    awaitAllowedNames("second");
    assertThat(told).hasSize(2);
  }

  /** Another ConfigMap in the namespace is nobody's business. */
  private void publishSomethingElse() {
    testing.cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: something-else, namespace: kube-system}
        data: {requestheader-allowed-names: '["evil"]'}
        """);
  }

  @Test
  void whatCannotBeReadLeavesTheLastGoodOneInForce() {
    publish("[\"first\"]");
    TestingTrust.await(watch.start());
    awaitAllowedNames("first");
    publish("not a list");
    publish("{}");
    // Changes come in order: when this one has come, those before it have been seen.
    publish("[\"second\"]");
    awaitAllowedNames("second");
    assertThat(told).as("nothing in between").hasSize(2);
  }

  @Test
  void whereThereIsNoneTokensRemainAndItIsTakenUpWhenItComes() {
    TestingTrust.await(watch.start());
    assertThat(told).isEmpty();
    publish("[\"first\"]");
    awaitAllowedNames("first");
    testing
        .cluster
        .objects()
        .delete(
            testing.type("", "v1", "configmaps"),
            AuthenticationConfig.NAMESPACE,
            AuthenticationConfig.NAME,
            ObjectApi.Deletion.NOW);
    TestingTrust.eventually(
        "trust ends with it", () -> told.getLast().equals(AuthenticationConfig.NONE));
  }
}
