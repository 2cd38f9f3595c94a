package dev.flyball.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.decide.Outcome;
import dev.flyball.core.decide.Reason;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of the dashboard: how they are served, and that its texts are complete. */
class DashboardFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/dev/flyball/controller/web/page");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Vertx vertx;
  private static HttpServer server;

  @BeforeAll
  static void serve() throws Exception {
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router.route().handler(Replies::headers);
    new Dashboard().mount(router);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setCompressionSupported(true))
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    HTTP.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.actualPort() + "/").resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> page() throws Exception {
    return get("/", "Accept", "text/html,application/xhtml+xml");
  }

  @Test
  void browsersGetThePageAndOthersTheIndex() throws Exception {
    HttpResponse<String> page = page();
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Vary").orElseThrow()).contains("Accept");
    assertThat(page.body()).doesNotContain("${").doesNotContain("style=").doesNotContain("<style");
    for (String path : List.of("/", "/api")) {
      HttpResponse<String> index = get(path);
      assertThat(index.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
      assertThat(index.body()).contains("/api/v1/policies");
    }
    String tag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(get("/", "Accept", "text/html", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void everyFileThatThePageNamesIsKeptForGood() throws Exception {
    List<String> named = new ArrayList<>();
    Matcher link = Pattern.compile("(?:href|src)=\"([^\"]+)\"").matcher(page().body());
    while (link.find()) {
      named.add(link.group(1));
    }
    assertThat(named).hasSizeGreaterThan(6);
    for (String path : named) {
      HttpResponse<String> file = get(path, "Accept-Encoding", "gzip");
      assertThat(file.statusCode()).as(path).isEqualTo(200);
      assertThat(file.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
      assertThat(file.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(file.headers().firstValue("Content-Type").orElseThrow())
          .startsWith(
              switch (path.substring(path.lastIndexOf('.'))) {
                case ".js" -> "text/javascript";
                case ".css" -> "text/css";
                default -> "image/svg+xml";
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/../Dashboard.class",
        "/assets/%2e%2e/Dashboard.class",
        "/assets/..%2f..%2flogback.xml",
        "/assets/",
        "/assets/main.js",
        "/webjars/uplot/../../../../logback.xml",
        "//etc/passwd",
        "/index.html",
        "/webjars/uplot/package.json"
      })
  void nothingElseIsServed(String path) throws Exception {
    // By hand: a client would tidy the path up.
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void theListOfFilesIsThatOfTheFolder() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names =
          files
              .map(f -> f.getFileName().toString())
              .filter(n -> !n.equals("index.html"))
              .sorted()
              .toList();
      assertThat(Dashboard.ASSETS).isEqualTo(names);
    }
  }

  /** As SourceSizeTest has it for Java. */
  @Test
  void noModuleIsTooLong() throws Exception {
    for (String name : Dashboard.ASSETS) {
      assertThat(Files.readAllLines(FOLDER.resolve(name))).as(name).hasSizeLessThanOrEqualTo(400);
    }
  }

  @Test
  void bothLanguagesHaveTheSameTextsWithTheSamePlaces() throws Exception {
    JsonNode english = texts("en");
    JsonNode korean = texts("ko");
    assertThat(korean.propertyNames()).isEqualTo(english.propertyNames());
    for (String key : english.propertyNames()) {
      assertThat(places(korean.path(key).asString()))
          .as(key)
          .isEqualTo(places(english.path(key).asString()));
      assertThat(korean.path(key).asString()).as(key).isNotBlank();
    }
  }

  @Test
  void everyTextThatIsUsedIsThere() throws Exception {
    Set<String> keys = new HashSet<>(texts("en").propertyNames());
    Pattern used = Pattern.compile("\\bt\\(\\s*\"([^\"]+)\"");
    int found = 0;
    for (String name : Dashboard.ASSETS) {
      Matcher text = used.matcher(Files.readString(FOLDER.resolve(name)));
      while (name.endsWith(".js") && text.find()) {
        assertThat(keys).as(name).contains(text.group(1));
        found++;
      }
    }
    assertThat(found).isGreaterThan(60);
  }

  @Test
  void everyReasonAndOutcomeHasItsWords() throws Exception {
    Set<String> keys = new HashSet<>(texts("ko").propertyNames());
    assertThat(Arrays.stream(Reason.values()).map(r -> "reason." + r)).allMatch(keys::contains);
    assertThat(Arrays.stream(Outcome.values()).filter(o -> o != Outcome.Computed))
        .allMatch(o -> keys.contains("outcome." + o));
  }

  private static JsonNode texts(String language) throws IOException {
    String module = Files.readString(FOLDER.resolve("texts-" + language + ".js"));
    return JsonMapper.shared()
        .readTree(module.substring(module.indexOf('{'), module.lastIndexOf('}') + 1));
  }

  private static List<String> places(String text) {
    return Pattern.compile("\\{\\w+}")
        .matcher(text)
        .results()
        .map(r -> r.group())
        .sorted()
        .toList();
  }
}
