package dev.flyball.controller.web;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * The dashboard: one page, its modules and styles, and the library that draws its plots, all from
 * the class path.
 *
 * <p>What there is, is a list; a path that is not on it is not looked for anywhere. All files but
 * the page itself have a version in their path, so that browsers keep them for good: the library's
 * own, or a digest of all modules and styles, whose imports of each other carry it along. They are
 * read at the first request and stay in memory, 150 kB.
 */
final class Dashboard {
  /** All files below {@code /assets/}. */
  static final List<String> ASSETS =
      List.of(
          "agreement.js",
          "api.js",
          "base.css",
          "dom.js",
          "explanation.js",
          "format.js",
          "history.js",
          "icon.svg",
          "list.css",
          "list.js",
          "main.js",
          "plots.css",
          "plots.js",
          "policies.js",
          "policy.css",
          "policy.js",
          "preferences.js",
          "route.js",
          "row.js",
          "texts-en.js",
          "texts-ko.js",
          "texts.js",
          "theme.js",
          "virtual.js");

  private static final List<String> LIBRARY = List.of("uPlot.iife.min.js", "uPlot.min.css");

  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Holds the files once there is a request for one. */
  private static final class Files {
    static final Files ALL = read();

    final String page;
    final String pageTag;
    final Map<String, Buffer> byPath;

    private Files(String page, Map<String, Buffer> byPath) {
      this.page = page;
      this.pageTag = '"' + digest(List.of(Buffer.buffer(page))) + '"';
      this.byPath = Map.copyOf(byPath);
    }

    private static Files read() {
      Map<String, Buffer> assets = new LinkedHashMap<>();
      ASSETS.forEach(name -> assets.put(name, resource("page/" + name)));
      String assetsRoot = "/assets/" + digest(List.copyOf(assets.values()));
      String version = libraryVersion();
      String libraryRoot = "/webjars/uplot/" + version;
      Map<String, Buffer> byPath = new LinkedHashMap<>();
      assets.forEach((name, bytes) -> byPath.put(assetsRoot + "/" + name, bytes));
      for (String name : LIBRARY) {
        String at = "/META-INF/resources/webjars/uplot/" + version + "/dist/" + name;
        byPath.put(libraryRoot + "/" + name, resource(at));
      }
      String page =
          resource("page/index.html")
              .toString(StandardCharsets.UTF_8)
              .replace("${assets}", relative(assetsRoot))
              .replace("${uplot}", relative(libraryRoot));
      return new Files(page, byPath);
    }
  }

  /** Without the slash, so that the page works behind a proxy that puts it below a path. */
  private static String relative(String path) {
    return path.substring(1);
  }

  void mount(Router router) {
    get(router, "/", Dashboard::root);
    get(router, "/api", Dashboard::index);
    get(router, "/assets/*", Dashboard::file);
    get(router, "/webjars/*", Dashboard::file);
  }

  private static void get(Router router, String path, Handler<RoutingContext> handler) {
    router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
  }

  /** The page for browsers, which say that they take HTML, and the index for everybody else. */
  private static void root(RoutingContext c) {
    c.response().putHeader("Vary", "Accept");
    String accepted = c.request().getHeader("Accept");
    if (accepted == null || !accepted.contains("text/html")) {
      index(c);
      return;
    }
    Files files = Files.ALL;
    HttpServerResponse response =
        c.response()
            .putHeader("Cache-Control", "no-cache")
            .putHeader("ETag", files.pageTag)
            .putHeader("Content-Security-Policy", PAGE_POLICY);
    if (files.pageTag.equals(c.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
    } else {
      end(c, "text/html", Buffer.buffer(files.page));
    }
  }

  private static void index(RoutingContext c) {
    end(
        c,
        "text/plain",
        Buffer.buffer(
            """
            Flyball

            /                                             the dashboard, in a browser
            /api/v1/policies                              all policies, as JSON
            /api/v1/policies?view=rows                    the same as a short list
            /api/v1/policies/NAMESPACE/CONFIGMAP/KEY      one of them, with its explanation
              .../decisions                               its last decisions, as columns
              .../explanation?at=TIME                     how a decision came about
            /api/v1/events                                what changes, as server-sent events
            /api/v1/replica                               whether this replica leads
            /api/v1/shards                                who decides on which namespaces
            /metrics                                      metrics of the controller
            /livez /readyz                                health
            """));
  }

  private static void file(RoutingContext c) {
    String path = Objects.requireNonNullElse(c.request().path(), "");
    Buffer bytes = Files.ALL.byPath.get(path);
    if (bytes == null) {
      c.next();
      return;
    }
    c.response().putHeader("Cache-Control", FOREVER);
    end(c, type(path), bytes);
  }

  private static String type(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "js" -> "text/javascript";
      case "css" -> "text/css";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException("a file of no known type: " + path);
    };
  }

  private static void end(RoutingContext c, String type, Buffer bytes) {
    HttpServerResponse response = c.response().putHeader("Content-Type", type + "; charset=utf-8");
    if (c.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", String.valueOf(bytes.length())).end();
    } else {
      response.end(bytes);
    }
  }

  /** The version that the build chose, from the library's jar. */
  private static String libraryVersion() {
    Properties properties = new Properties();
    try (InputStream in = open("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static Buffer resource(String name) {
    try (InputStream in = open(name)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = Dashboard.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException(name + " is not on the class path");
    }
    return in;
  }

  private static String digest(List<Buffer> parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      parts.forEach(part -> sha.update(part.getBytes()));
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
