package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.metrics.api.Caller;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What changes while the server runs, and what connections that are open notice of it. */
@Timeout(120)
class RotationTest {
  private static final String[] AS_ANNA = {"X-Remote-User", "anna"};

  @ParameterizedTest
  @EnumSource(Version.class)
  void aRotatedAuthorityIsInForceOnOpenConnections(Version version) {
    try (TestingApi api = new TestingApi();
        TestingCaller before = new TestingCaller(api, version, api.proxy())) {
      HttpResponse<String> first = before.get("/", AS_ANNA);
      assertThat(first.statusCode()).isEqualTo(200);

      TestingAuthority next = new TestingAuthority("front-proxy-ca", api.clock.instant());
      trust(api, next);
      HttpResponse<String> second = before.get("/", AS_ANNA);
      assertThat(second.statusCode()).isEqualTo(401);
      assertThat(TestingCaller.connection(second))
          .as("the connection stays")
          .isEqualTo(TestingCaller.connection(first));
      var identity = next.issue(api.client("CN=front-proxy-client"));
      try (TestingCaller after = new TestingCaller(api, version, identity)) {
        assertThat(after.get("/", AS_ANNA).statusCode()).isEqualTo(200);
      }

      trust(api, api.proxies, next);
      HttpResponse<String> third = before.get("/", AS_ANNA);
      assertThat(third.statusCode()).as("both are trusted").isEqualTo(200);
      assertThat(TestingCaller.connection(third)).isEqualTo(TestingCaller.connection(first));
    }
  }

  private static void trust(TestingApi api, TestingAuthority... authorities) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (TestingAuthority authority : authorities) {
      certificates.add(authority.certificate());
    }
    AuthenticationConfig config = api.config();
    api.admission.configure(
        new AuthenticationConfig(
            config.frontProxy().withAuthorities(certificates), config.clientAuthorities()));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void anotherServingCertificateIsForNewConnectionsOnly(Version version) throws Exception {
    try (TestingApi api = new TestingApi();
        TestingCaller open = new TestingCaller(api, version, null)) {
      HttpResponse<String> first = open.get("/");
      CompletableFuture<HttpResponse<String>> underWay =
          open.client().sendAsync(open.request("/held").build(), TestingCaller.TEXT);
      TestingApi.eventually("a request is under way", () -> api.held.size() == 1);

      ServingCertificate next = api.servers.server(api.clock.instant());
      TestingApi.await(api.server.serve(next));
      api.held.element().response().end("kept");
      assertThat(underWay.get(30, TimeUnit.SECONDS).body()).isEqualTo("kept");
      HttpResponse<String> second = open.get("/");
      if (version == Version.HTTP_2) {
        assertThat(TestingCaller.connection(second)).isEqualTo(TestingCaller.connection(first));
      }
      assertThat(leaf(first)).isNotEqualTo(next.leaf());
      try (TestingCaller fresh = new TestingCaller(api, version, null)) {
        assertThat(leaf(fresh.get("/"))).isEqualTo(next.leaf());
      }
    }
  }

  @Test
  void aServingCertificateByAnUnknownAuthorityIsRefusedByClients() {
    try (TestingApi api = new TestingApi();
        TestingCaller fresh = new TestingCaller(api, Version.HTTP_2, null)) {
      TestingAuthority other = new TestingAuthority("servers", api.clock.instant());
      TestingApi.await(api.server.serve(other.server(api.clock.instant())));
      assertThatThrownBy(() -> fresh.get("/")).hasMessageContaining("PKIX");
      TestingApi.eventually(
          "it is told", () -> api.rejections.contains(ServerListener.Rejection.HANDSHAKE));
    }
  }

  private static X509Certificate leaf(HttpResponse<String> answer) {
    try {
      return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
    } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCertificateThatExpiresIsRefusedOnAnOpenConnection() {
    try (TestingApi api = new TestingApi();
        TestingCaller caller = new TestingCaller(api, Version.HTTP_2, api.proxy())) {
      assertThat(caller.get("/", AS_ANNA).statusCode()).isEqualTo(200);
      api.clock.advance(Duration.ofDays(2));
      assertThat(caller.get("/", AS_ANNA).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void answersAboutTokensAreBelievedForTenSeconds() {
    try (TestingApi api = new TestingApi();
        TestingCaller caller = new TestingCaller(api, Version.HTTP_2, null)) {
      api.reviews.owners.put("bobs", new Caller("bob", "", List.of(), Map.of()));
      String[] token = {"Authorization", "Bearer bobs"};
      assertThat(caller.get("/", token).statusCode()).isEqualTo(200);
      api.reviews.owners.clear();
      api.clock.advance(Duration.ofMillis(9_999));
      assertThat(caller.get("/", token).statusCode()).as("still believed").isEqualTo(200);
      assertThat(api.reviews.tokenReviews).hasValue(1);
      api.clock.advance(Duration.ofMillis(1));
      assertThat(caller.get("/", token).statusCode()).as("expired").isEqualTo(401);

      api.reviews.owners.put("bobs", new Caller("bob", "", List.of(), Map.of()));
      assertThat(caller.get("/", token).statusCode()).as("refused for 2 s").isEqualTo(401);
      assertThat(api.reviews.tokenReviews).hasValue(2);
      api.clock.advance(Duration.ofSeconds(2));
      assertThat(caller.get("/", token).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void tokensAreCheckedAgainAsSoonAsTheyCanBe() {
    try (TestingApi api = new TestingApi();
        TestingCaller caller = new TestingCaller(api, Version.HTTP_2, null)) {
      api.reviews.owners.put("bobs", new Caller("bob", "", List.of(), Map.of()));
      api.reviews.tokensDown = true;
      String[] token = {"Authorization", "Bearer bobs"};
      assertThat(caller.get("/", token).statusCode()).isEqualTo(401);
      api.reviews.tokensDown = false;
      assertThat(caller.get("/", token).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answersAboutAccessAreSharedAndBelievedForTenSeconds() throws Exception {
    try (TestingApi api = new TestingApi(TestingApi.PATIENT, 2);
        TestingCaller caller = new TestingCaller(api, Version.HTTP_2, api.proxy())) {
      api.reviews.holding = true;
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        answers.add(
            caller
                .client()
                .sendAsync(caller.request("/").headers(AS_ANNA).build(), TestingCaller.TEXT));
      }
      TestingApi.eventually("all wait", () -> api.server.requestsInFlight() == 10);
      assertThat(api.reviews.held).as("for one review").hasSize(1);
      api.reviews.held.remove().complete(new AccessReviews.AccessAnswer(true, ""));
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }

      api.reviews.holding = false;
      api.reviews.denied.put("anna", "not any more");
      assertThat(caller.get("/", AS_ANNA).statusCode()).isEqualTo(200);
      assertThat(caller.get("/other", AS_ANNA).statusCode()).as("another path").isEqualTo(403);
      api.clock.advance(Duration.ofSeconds(10));
      assertThat(caller.get("/", AS_ANNA).statusCode()).isEqualTo(403);
      api.reviews.denied.clear();
      assertThat(caller.get("/", AS_ANNA).statusCode()).as("denied for 10 s").isEqualTo(403);
      api.clock.advance(Duration.ofSeconds(10));
      assertThat(caller.get("/", AS_ANNA).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void onlyTheReviewsGetToKnowWhoAsks() {
    try (TestingApi api = new TestingApi();
        TestingCaller caller = new TestingCaller(api, Version.HTTP_2, api.proxy())) {
      caller.get("/", "X-Remote-User", "anna", "X-Remote-Group", "devs");
      assertThat(api.reviews.callers)
          .containsExactly(
              new Caller("anna", "", List.of("devs", "system:authenticated"), Map.of()));
      assertThat(api.reviews.tokenReviews).hasValue(0);
    }
  }
}
