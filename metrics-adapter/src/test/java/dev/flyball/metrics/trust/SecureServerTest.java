package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.metrics.trust.ServerListener.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers can do to the server, and what they cannot. */
@Timeout(120)
class SecureServerTest {
  private static final Duration SHORT = Duration.ofMillis(1500);
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Promises a body and never sends it. */
  private static final Flow.Subscription SILENT =
      new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  @ParameterizedTest
  @EnumSource(Version.class)
  void headersThatAreTooLargeAreRefused(Version version) {
    try (TestingApi api = new TestingApi();
        TestingCaller caller = new TestingCaller(api, version, null)) {
      HttpResponse<String> answer = caller.get("/", "X-Large", "x".repeat(17_000));
      assertThat(answer.statusCode()).isEqualTo(431);
      assertThat(caller.get("/").statusCode()).as("the next one").isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void anUrlThatIsTooLongIsRefused(Version version) {
    try (TestingApi api = new TestingApi();
        TestingCaller caller = new TestingCaller(api, version, null)) {
      HttpResponse<String> answer = caller.get("/" + "x".repeat(8 * 1024));
      assertThat(answer.statusCode()).isEqualTo(414);
      assertThat(answer.body()).contains("\"kind\":\"Status\"", "longer than 8192 bytes");
      assertThat(api.rejections).contains(Rejection.URL);
      assertThat(caller.get("/" + "x".repeat(8 * 1024 - 1)).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whatIsNotHttpIsRefused() throws IOException {
    try (TestingApi api = new TestingApi();
        SSLSocket socket = connect(api)) {
      send(socket, "EHLO example.com\r\n\r\n");
      assertThat(readAll(socket))
          .contains(" 400 Bad Request\r\n")
          .contains("\"reason\":\"BadRequest\"");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void whoComesWhenTooManyAreInFlightIsToldToComeLater(Version version) throws Exception {
    ServerLimits limits = TestingApi.PATIENT.withCounts(100, 100, 2);
    try (TestingApi api = new TestingApi(limits, 1);
        TestingCaller caller = new TestingCaller(api, version, null)) {
      List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        held.add(caller.client().sendAsync(caller.request("/held").build(), TestingCaller.TEXT));
      }
      TestingApi.eventually("both are in flight", () -> api.held.size() == 2);

      HttpResponse<String> refused = caller.get("/");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(refused.body()).contains("\"reason\":\"TooManyRequests\"", "\"code\":429");
      assertThat(api.rejections).containsExactly(Rejection.IN_FLIGHT);
      assertThat(caller.get("/livez").statusCode()).as("health").isEqualTo(401);

      api.held.forEach(request -> request.response().end());
      for (CompletableFuture<HttpResponse<String>> answer : held) {
        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
      TestingApi.eventually("none is in flight", () -> api.server.requestsInFlight() == 0);
      assertThat(caller.get("/").statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void whoLeavesBeforeTheAnswerIsNotInFlightAnyMore(Version version) {
    try (TestingApi api = new TestingApi()) {
      try (TestingCaller caller = new TestingCaller(api, version, null)) {
        var _ = caller.client().sendAsync(caller.request("/held").build(), TestingCaller.TEXT);
        TestingApi.eventually("it is in flight", () -> api.held.size() == 1);
        assertThat(api.server.requestsInFlight()).isEqualTo(1);
      }
      TestingApi.eventually("none is in flight", () -> api.server.requestsInFlight() == 0);
      TestingApi.eventually("no connection is left", () -> api.server.connections() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aHandlerThatThrowsCostsItsRequestOnly(Version version) {
    try (TestingApi api = new TestingApi();
        TestingCaller caller = new TestingCaller(api, version, null)) {
      HttpResponse<String> failed = caller.get("/throws");
      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(failed.body()).contains("InternalError").doesNotContain("on purpose");
      assertThat(caller.get("/").statusCode()).isEqualTo(401);
      TestingApi.eventually("both were told", () -> api.answers.size() == 2);
      assertThat(api.answers).containsExactly(500, 401);
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndTheOthersStay() throws IOException {
    ServerLimits limits = TestingApi.PATIENT.withCounts(2, 100, 100);
    try (TestingApi api = new TestingApi(limits, 1);
        SSLSocket first = connect(api)) {
      try (SSLSocket second = connect(api)) {
        assertThat(ask(first)).startsWith("HTTP/1.1 401");
        assertThat(ask(second)).startsWith("HTTP/1.1 401");
        assertThat(isRefused(api)).isTrue();
        TestingApi.eventually("told", () -> api.rejections.contains(Rejection.CONNECTIONS));
        assertThat(ask(first)).startsWith("HTTP/1.1 401");
      }
      TestingApi.eventually("there is room", () -> api.server.connections() == 1);
      try (SSLSocket third = connect(api)) {
        assertThat(ask(third)).startsWith("HTTP/1.1 401");
      }
    }
  }

  private static boolean isRefused(TestingApi api) {
    try (SSLSocket socket = connect(api)) {
      send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void silentConnectionsTakeNoPlaceFromThoseThatTalk() throws IOException {
    ServerLimits limits =
        TestingApi.PATIENT.withCounts(100, 20, 100).withTimeouts(LONG, LONG, LONG);
    List<Socket> silent = new ArrayList<>();
    try (TestingApi api = new TestingApi(limits, 1);
        SSLSocket established = connect(api)) {
      assertThat(ask(established)).as("at first").startsWith("HTTP/1.1 401");
      for (int i = 0; i < 20; i++) {
        silent.add(tcp(api));
      }
      TestingApi.eventually("they are counted", () -> api.server.handshakes() == 20);
      assertThat(ask(established)).as("meanwhile").startsWith("HTTP/1.1 401");
      try (Socket oneTooMany = tcp(api)) {
        oneTooMany.setSoTimeout(30_000);
        assertThat(oneTooMany.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(api.rejections).containsExactly(Rejection.CONNECTIONS);

      for (Socket socket : silent) {
        socket.close();
      }
      TestingApi.eventually("none is left", () -> api.server.handshakes() == 0);
      try (SSLSocket next = connect(api)) {
        assertThat(ask(next)).startsWith("HTTP/1.1 401");
      }
    }
  }

  @Test
  void whoConnectsAndSaysNothingIsClosedAndTheOthersAreServed() throws IOException {
    ServerLimits limits = TestingApi.PATIENT.withTimeouts(SHORT, LONG, LONG);
    try (TestingApi api = new TestingApi(limits, 1);
        SSLSocket established = connect(api);
        Socket silent = tcp(api);
        Socket halfway = tcp(api)) {
      // The beginning of a record of TLS.
      halfway.getOutputStream().write(new byte[] {22, 3, 1});
      assertThat(ask(established)).as("meanwhile").startsWith("HTTP/1.1 401");
      for (Socket socket : List.of(silent, halfway)) {
        socket.setSoTimeout(30_000);
        // Possibly an alert before the end.
        socket.getInputStream().readAllBytes();
      }
      TestingApi.eventually("none is left", () -> api.server.handshakes() == 0);
      assertThat(api.rejections).containsExactly(Rejection.HANDSHAKE, Rejection.HANDSHAKE);
      assertThat(ask(established)).as("afterwards").startsWith("HTTP/1.1 401");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost: a\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"})
  void whoDoesNotSayAllOfARequestIsClosedAndTheOthersAreServed(String begin) throws IOException {
    ServerLimits limits = TestingApi.PATIENT.withTimeouts(LONG, SHORT, LONG);
    try (TestingApi api = new TestingApi(limits, 1);
        SSLSocket slow = connect(api, begin.startsWith("PRI") ? "h2" : "http/1.1");
        TestingCaller other = new TestingCaller(api, Version.HTTP_2, null)) {
      send(slow, begin);
      assertThat(other.get("/").statusCode()).isEqualTo(401);
      readAll(slow);
      assertThat(api.rejections).contains(Rejection.SLOW);
      assertThat(other.get("/").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whoDripsAHeaderIsClosedInBoundedTime() {
    ServerLimits limits = TestingApi.PATIENT.withTimeouts(LONG, SHORT, LONG);
    try (TestingApi api = new TestingApi(limits, 1)) {
      assertThatThrownBy(
              () -> {
                try (SSLSocket slow = connect(api)) {
                  send(slow, "GET / HTTP/1.1\r\nX: ");
                  // A byte each 5 ms would go on for 75 s.
                  for (int i = 0; i < 15_000; i++) {
                    send(slow, "x");
                    slow.setSoTimeout(5);
                    readOrTimeout(slow);
                  }
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(api.rejections).contains(Rejection.SLOW);
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void whoDoesNotEndABodyIsClosedInBoundedTime(Version version) {
    ServerLimits limits = TestingApi.PATIENT.withTimeouts(LONG, SHORT, LONG);
    try (TestingApi api = new TestingApi(limits, 1);
        TestingCaller slow = new TestingCaller(api, version, null)) {
      BodyPublisher endless =
          BodyPublishers.fromPublisher(subscriber -> subscriber.onSubscribe(SILENT));
      var answer =
          slow.client().sendAsync(slow.request("/held").POST(endless).build(), TestingCaller.TEXT);
      assertThat(answer).failsWithin(Duration.ofSeconds(30));
      assertThat(api.rejections).contains(Rejection.SLOW);
      TestingApi.eventually("none is in flight", () -> api.server.requestsInFlight() == 0);
      TestingApi.eventually("no connection is left", () -> api.server.connections() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void anIdleConnectionIsClosedAndOneThatWaitsForItsAnswerIsNot(Version version) throws Exception {
    ServerLimits limits = TestingApi.PATIENT.withTimeouts(LONG, LONG, SHORT);
    try (TestingApi api = new TestingApi(limits, 1);
        TestingCaller idle = new TestingCaller(api, version, null);
        TestingCaller waiting = new TestingCaller(api, version, null)) {
      var answer = waiting.client().sendAsync(waiting.request("/held").build(), TestingCaller.TEXT);
      TestingApi.eventually("it waits", () -> api.held.size() == 1);
      assertThat(idle.get("/").statusCode()).isEqualTo(401);
      TestingApi.eventually("the idle one is closed", () -> api.server.connections() == 1);
      api.held.element().response().end("late");
      assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("late");
    }
  }

  @Test
  void olderTlsIsRefused() throws IOException {
    try (TestingApi api = new TestingApi();
        Socket socket = tcp(api)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(TestingHello.ofTls11());
      byte[] alert = socket.getInputStream().readNBytes(7);
      assertThat(alert[0]).as("type of record: alert").isEqualTo((byte) 21);
      assertThat(alert[5]).as("level: fatal").isEqualTo((byte) 2);
      assertThat(alert[6]).as("protocol_version").isEqualTo((byte) 70);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void newerTlsIsSpoken(String version) throws IOException {
    try (TestingApi api = new TestingApi();
        SSLSocket socket = socket(api)) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      assertThat(ask(socket)).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void severalEventLoopsShareThePort() {
    try (TestingApi api = new TestingApi(TestingApi.PATIENT, 2)) {
      for (int i = 0; i < 4; i++) {
        try (TestingCaller caller = new TestingCaller(api, Version.HTTP_1_1, null)) {
          assertThat(caller.get("/").statusCode()).isEqualTo(401);
        }
      }
    }
  }

  private static Socket tcp(TestingApi api) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), api.server.port());
  }

  private static SSLSocket socket(TestingApi api) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            TestingCaller.tls(api.servers.certificate(), null)
                .getSocketFactory()
                .createSocket("127.0.0.1", api.server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static SSLSocket connect(TestingApi api) throws IOException {
    return connect(api, "http/1.1");
  }

  private static SSLSocket connect(TestingApi api, String protocol) throws IOException {
    SSLSocket socket = socket(api);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String ask(SSLSocket socket) throws IOException {
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (!text.toString().contains("was shown")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Reads until the server closes. */
  private static String readAll(SSLSocket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the server did not close", e);
    } catch (IOException e) {
      return "";
    }
  }

  private static void readOrTimeout(SSLSocket socket) throws IOException {
    try {
      if (socket.getInputStream().read() < 0) {
        throw new IOException("closed");
      }
    } catch (java.net.SocketTimeoutException e) {
      // Still open.
    }
  }
}
