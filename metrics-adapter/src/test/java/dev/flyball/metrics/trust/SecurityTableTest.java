package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.api.Caller;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, over real TLS, by what they show. */
class SecurityTableTest {
  private static final Caller BOB = new Caller("bob", "7", List.of("ops"), Map.of());
  private static final List<String> NOTHING = List.of();
  private static final List<String> AS_ANNA =
      List.of(
          "X-Remote-User",
          "anna",
          "X-Remote-Uid",
          "42",
          "X-Remote-Group",
          "devs",
          "X-Remote-Group",
          "team a",
          "X-Remote-Extra-example.com%2FScope",
          "x");
  private static final List<String> BOBS_TOKEN = List.of("Authorization", "Bearer bobs");
  private static final String ANNA =
      "anna 42[devs, team a, system:authenticated]{example.com/scope=[x]}";
  private static final List<String> BOBS_TOKEN_AS_ANNA =
      List.of(
          "Authorization",
          "Bearer bobs",
          "X-Remote-User",
          "anna",
          "X-Remote-Group",
          "system:masters");

  /**
   * One caller.
   *
   * @param shows the certificate it shows; null for none
   * @param meanwhile what is up on the other side
   */
  record Row(
      Function<TestingApi, TestingAuthority.Identity> shows,
      List<String> headers,
      Consumer<TestingApi> meanwhile,
      int status,
      String says) {}

  static Stream<Arguments> rows() {
    return Stream.of(certificates(), headers(), tokens(), access()).flatMap(s -> s);
  }

  private static Stream<Arguments> certificates() {
    return Stream.of(
        row("front proxy", TestingApi::proxy, AS_ANNA, 200, ANNA),
        row("no certificate and no token", null, NOTHING, 401, "neither a client certificate"),
        row("wrong authority", foreign("CN=front-proxy-client"), AS_ANNA, 401, "not by an author"),
        row(
            "wrong authority of the same name",
            SecurityTableTest::impostor,
            AS_ANNA,
            401,
            "not by an authority"),
        row("wrong common name", proxy(r -> named("CN=eve")), AS_ANNA, 401, "eve is not among"),
        row("expired", proxy(SecurityTableTest::expired), AS_ANNA, 401, "has expired at"),
        row("not yet valid", proxy(SecurityTableTest::early), AS_ANNA, 401, "not valid before"),
        row(
            "for servers only",
            proxy(r -> r.forPurposes(KeyPurposeId.id_kp_serverAuth)),
            AS_ANNA,
            401,
            "not for the authentication of clients"),
        row("for no purpose in particular", proxy(r -> r.forPurposes()), AS_ANNA, 200, ANNA),
        row(
            "for any purpose",
            proxy(r -> r.forPurposes(KeyPurposeId.anyExtendedKeyUsage)),
            AS_ANNA,
            200,
            ANNA),
        row("through an intermediate", SecurityTableTest::intermediate, AS_ANNA, 200, ANNA),
        row("signed by a leaf", SecurityTableTest::byLeaf, AS_ANNA, 401, "not by an authority"),
        row(
            "a user's own certificate",
            user("O=devs+O=ops,CN=carol"),
            NOTHING,
            200,
            "carol [devs, ops, system:authenticated]"),
        row("a user without a name", user("O=devs"), NOTHING, 401, "no common name"),
        row(
            "nobody is trusted",
            TestingApi::proxy,
            AS_ANNA,
            api -> api.admission.configure(AuthenticationConfig.NONE),
            401,
            "no client certificates are trusted"));
  }

  private static Stream<Arguments> headers() {
    return Stream.of(
        row("headers forged, no certificate", null, AS_ANNA, 401, "neither a client certificate"),
        row("headers forged under a token", null, BOBS_TOKEN_AS_ANNA, 200, "bob 7[ops, system:a"),
        row("headers forged by a user", user("CN=carol"), AS_ANNA, 200, "carol [system:authent"),
        row("front proxy names nobody", TestingApi::proxy, NOTHING, 401, "named no user"),
        row(
            "empty name before a full one",
            TestingApi::proxy,
            List.of("X-Remote-User", "", "X-Remote-User", "anna"),
            401,
            "named no user"),
        row(
            "anonymous through the front proxy",
            TestingApi::proxy,
            List.of(
                "X-Remote-User", "system:anonymous", "X-Remote-Group", "system:unauthenticated"),
            200,
            "system:anonymous [system:unauthenticated]"),
        row(
            "old header names",
            TestingApi::proxy,
            AS_ANNA,
            SecurityTableTest::renameHeaders,
            401,
            "named no user"),
        row(
            "new header names",
            TestingApi::proxy,
            List.of("X-Caller", "anna", "X-Remote-Group", "system:masters"),
            SecurityTableTest::renameHeaders,
            200,
            "anna [system:authenticated]"));
  }

  private static Stream<Arguments> tokens() {
    return Stream.of(
        row("token", null, BOBS_TOKEN, 200, "bob 7[ops, system:authenticated]"),
        row("unknown token", null, token("Bearer evil"), 401, "the token is not valid"),
        row("no token after all", null, token("Bearer "), 401, "neither a client certificate"),
        row("a password", null, token("Basic Ym9iOmJvYg=="), 401, "neither a client certificate"),
        row("any case", null, token("bearer bobs"), 200, "bob 7[ops"),
        row(
            "a good token beside a bad certificate",
            foreign("CN=front-proxy-client"),
            BOBS_TOKEN_AS_ANNA,
            200,
            "bob 7[ops"),
        row(
            "TokenReview is down",
            null,
            BOBS_TOKEN,
            api -> api.reviews.tokensDown = true,
            401,
            "the token could not be checked: connection refused"));
  }

  private static Stream<Arguments> access() {
    return Stream.of(
        row(
            "access denied",
            TestingApi::proxy,
            AS_ANNA,
            api -> api.reviews.denied.put("anna", "no rule says so"),
            403,
            ANNA + " no rule says so"),
        row(
            "SubjectAccessReview is down",
            TestingApi::proxy,
            AS_ANNA,
            api -> api.reviews.accessDown = true,
            403,
            "the API server could not be asked: connection refused"),
        row(
            "masters need no review",
            TestingApi::proxy,
            List.of("X-Remote-User", "root", "X-Remote-Group", "system:masters"),
            api -> api.reviews.accessDown = true,
            200,
            "root [system:masters, system:authenticated]"));
  }

  private static Arguments row(
      String name,
      Function<TestingApi, TestingAuthority.Identity> shows,
      List<String> headers,
      int status,
      String says) {
    return argumentSet(name, new Row(shows, headers, api -> {}, status, says));
  }

  private static Arguments row(
      String name,
      Function<TestingApi, TestingAuthority.Identity> shows,
      List<String> headers,
      Consumer<TestingApi> meanwhile,
      int status,
      String says) {
    return argumentSet(name, new Row(shows, headers, meanwhile, status, says));
  }

  private static Function<TestingApi, TestingAuthority.Identity> proxy(
      Function<TestingAuthority.Request, TestingAuthority.Request> but) {
    return api -> api.proxies.issue(but.apply(api.client("CN=front-proxy-client")));
  }

  private static TestingAuthority.Request named(String subject) {
    return TestingAuthority.Request.client(subject, new TestingClock().instant());
  }

  private static TestingAuthority.Request expired(TestingAuthority.Request request) {
    return request.from(request.begin(), request.begin().plus(Duration.ofMinutes(59)));
  }

  private static TestingAuthority.Request early(TestingAuthority.Request request) {
    return request.from(request.end().minus(Duration.ofHours(1)), request.end());
  }

  private static Function<TestingApi, TestingAuthority.Identity> foreign(String subject) {
    return api -> new TestingAuthority("other", api.clock.instant()).issue(api.client(subject));
  }

  private static TestingAuthority.Identity impostor(TestingApi api) {
    return new TestingAuthority("front-proxy-ca", api.clock.instant())
        .issue(api.client("CN=front-proxy-client"));
  }

  private static TestingAuthority.Identity intermediate(TestingApi api) {
    return new TestingAuthority("between", api.clock.instant(), api.proxies)
        .issue(api.client("CN=front-proxy-client"));
  }

  private static TestingAuthority.Identity byLeaf(TestingApi api) {
    return new TestingAuthority(api.proxy()).issue(api.client("CN=front-proxy-client"));
  }

  private static Function<TestingApi, TestingAuthority.Identity> user(String subject) {
    return api -> api.users.issue(api.client(subject));
  }

  private static List<String> token(String authorization) {
    return List.of("Authorization", authorization);
  }

  private static void renameHeaders(TestingApi api) {
    api.admission.configure(
        new AuthenticationConfig(
            new FrontProxyConfig(
                List.of(api.proxies.certificate()),
                List.of(),
                List.of("X-Caller"),
                List.of(),
                List.of("X-Caller-Group"),
                List.of()),
            List.of()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isLetInOrNot(Row row) {
    try (TestingApi api = new TestingApi()) {
      api.reviews.owners.put("bobs", BOB);
      row.meanwhile().accept(api);
      TestingAuthority.Identity identity = row.shows() == null ? null : row.shows().apply(api);
      for (Version version : Version.values()) {
        try (TestingCaller caller = new TestingCaller(api, version, identity)) {
          HttpResponse<String> answer = caller.get("/", row.headers().toArray(String[]::new));
          assertThat(answer.version()).isEqualTo(version);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(row.status());
          assertThat(answer.body()).contains(row.says());
        }
      }
    }
  }
}
