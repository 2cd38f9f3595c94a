package dev.flyball.metrics.source.scrape;

import static dev.flyball.metrics.source.scrape.TestingScraper.page;
import static dev.flyball.metrics.source.scrape.TestingScraper.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.exposition.ExpositionLimits;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.source.scrape.ScrapeFailure.Kind;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad pod costs its own sample: beside each one a good pod goes on being sampled. */
class BadPodsTest {
  private static final String OPEN =
      "HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text";

  private static Handler<NetSocket> says(String answer) {
    return socket -> socket.handler(asked -> socket.end(Buffer.buffer(answer)));
  }

  private static Arguments tcp(String name, Kind kind, String message, Handler<NetSocket> pod) {
    return argumentSet(name, kind, message, pod);
  }

  private static Stream<Arguments> pods() {
    String ok = "HTTP/1.1 200 OK\r\n";
    return Stream.of(
        tcp("hangs", Kind.TIMEOUT, "within 500 ms", socket -> {}),
        tcp(
            "hangs after its head",
            Kind.TIMEOUT,
            "did not come to its end",
            socket -> socket.write(ok + "Content-Length: 10\r\n\r\n")),
        tcp("closes at once", Kind.TRUNCATED, "", NetSocket::close),
        tcp(
            "is cut in its body",
            Kind.TRUNCATED,
            "broke off",
            says(ok + "Content-Length: 1000\r\n\r\n" + page(1))),
        tcp(
            "is cut in a chunk",
            Kind.TRUNCATED,
            "broke off",
            says(ok + "Transfer-Encoding: chunked\r\n\r\n40\r\nhttp_requests_total 1\n")),
        tcp(
            "is cut in a line, length unknown",
            Kind.TRUNCATED,
            "within a line",
            says(ok + "\r\nhttp_requests_total 12")),
        tcp(
            "lacks its EOF",
            Kind.TRUNCATED,
            "without # EOF",
            says(OPEN + "\r\nContent-Length: 22\r\n\r\nhttp_requests_total 1\n")),
        tcp(
            "goes on after EOF",
            Kind.MALFORMED,
            "after # EOF",
            says(OPEN + "\r\nContent-Length: 11\r\n\r\n# EOF\nup 1\n")),
        tcp(
            "answers 500",
            Kind.STATUS,
            "status 500",
            says("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")),
        tcp(
            "redirects",
            Kind.STATUS,
            "status 302",
            says(
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")),
        tcp("speaks no HTTP", Kind.TRUNCATED, "", says("SSH-2.0-OpenSSH_9.6\r\n")),
        tcp(
            "sends garbage",
            Kind.ABSENT,
            "no sample",
            says(ok + "Content-Length: 6\r\n\r\n\0\1\2\3\n{")),
        tcp(
            "sends HTML",
            Kind.ABSENT,
            "no sample",
            says(ok + "Content-Length: 15\r\n\r\n<html>\n</html>\n")),
        tcp(
            "has a malformed line only",
            Kind.MALFORMED,
            "line 1",
            says(ok + "Content-Length: 22\r\n\r\nhttp_requests_total x\n")));
  }

  @ParameterizedTest
  @MethodSource("pods")
  void costsItsOwnSample(Kind kind, String message, Handler<NetSocket> pod) {
    try (TestingScraper testing = new TestingScraper(settings())) {
      expectFailure(testing, testing.tcp(pod), kind, message);
    }
  }

  @Test
  void closedPort() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    try (TestingScraper testing = new TestingScraper(settings())) {
      expectFailure(testing, port, Kind.CONNECT, "no connection");
    }
  }

  @Test
  void slowDrip() {
    try (TestingScraper testing = new TestingScraper(settings())) {
      int port =
          testing.http(
              request -> {
                HttpServerResponse response = request.response().setChunked(true);
                long timer =
                    testing
                        .servers()
                        .setPeriodic(
                            20,
                            tick -> {
                              var _ = response.write("http_requests_total 1\n");
                            });
                response.closeHandler(closed -> testing.servers().cancelTimer(timer));
              });
      expectFailure(testing, port, Kind.TIMEOUT, "did not come to its end");
    }
  }

  @Test
  void twoHundredMegabytes() {
    try (TestingScraper testing = new TestingScraper(settings())) {
      String line = "other_metric{label=\"" + "x".repeat(900) + "\"} 1\n";
      Buffer piece = Buffer.buffer(line.repeat(100));
      int port =
          testing.http(
              new HttpServerOptions(),
              request -> {
                request.response().setChunked(true);
                pour(request, piece, 2_200);
              });
      expectFailure(testing, 2_000, port, Kind.TOO_LARGE, "larger than the limit");
    }
  }

  private static void pour(HttpServerRequest request, Buffer piece, int left) {
    HttpServerResponse response = request.response();
    int rest = left;
    while (rest > 0 && !response.writeQueueFull() && !response.closed()) {
      var _ = response.write(piece);
      rest--;
    }
    int remaining = rest;
    if (remaining > 0 && !response.closed()) {
      response.drainHandler(drained -> pour(request, piece, remaining));
    }
  }

  @Test
  void twoHundredMegabytesInTwoHundredKilobytesOfGzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 200; i++) {
        gzip.write(megabyte);
      }
    }
    try (TestingScraper testing = new TestingScraper(settings())) {
      int port =
          testing.http(
              new HttpServerOptions(),
              request ->
                  request
                      .response()
                      .putHeader("Content-Encoding", "gzip")
                      .end(Buffer.buffer(bytes.toByteArray())));
      expectFailure(testing, 2_000, port, Kind.TOO_LARGE, "larger than the limit");
      assertThat(testing.on(() -> testing.scraper.totals().bytes())).isLessThan(50_000_000);
    }
  }

  private static void expectFailure(TestingScraper testing, int port, Kind kind, String message) {
    expectFailure(testing, 500, port, kind, message);
  }

  private static void expectFailure(
      TestingScraper testing, long intervalMillis, int port, Kind kind, String message) {
    int good = testing.healthy();
    testing.scrape(intervalMillis, target("good", good), target("bad", port));
    for (int i = 0; i < 2; i++) {
      ScrapeFailure failure = testing.nextFailure("bad");
      assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
      assertThat(failure.message()).contains(message);
      testing.nextSample("good");
    }
    ScrapeStatus bad = testing.on(() -> testing.scraper.status("ns", "bad"));
    assertThat(bad.consecutiveFailures()).isGreaterThanOrEqualTo(2);
    assertThat(bad.lastSampledAt()).isZero();
    assertThat(bad.lastFailure().kind()).isEqualTo(kind);
    assertThat(testing.on(() -> testing.scraper.status("ns", "good").consecutiveFailures()))
        .isZero();
    assertThat(testing.on(() -> testing.scraper.totals().failed(kind))).isGreaterThanOrEqualTo(2);
    assertThat(testing.on(() -> testing.store.row(TestingScraper.RPS, "ns", "bad").sampledAt()))
        .isEqualTo(SeriesRow.MISSING);
  }

  private static ScrapeSettings settings() {
    return new ScrapeSettings(16, 2_000, 100, ExpositionLimits.DEFAULT, false);
  }
}
