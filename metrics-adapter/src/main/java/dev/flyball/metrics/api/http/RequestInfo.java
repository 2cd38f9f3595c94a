package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.RequestAttributes;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request's path and query, and what an authorizer makes of them: by the rules of the generic API
 * server, so that the RBAC rules that people have for other adapters mean the same here.
 */
final class RequestInfo {
  private static final String[] NO_SEGMENTS = {};
  private final String path;
  private final String[] segments;
  private final QueryParameters query;

  private RequestInfo(String path, QueryParameters query) {
    this.path = path;
    this.segments = split(path);
    this.query = query;
  }

  /** Reads them from the URL; null where an escape in it is malformed. */
  static @Nullable RequestInfo of(@Nullable String rawPath, @Nullable String rawQuery) {
    String path = PercentText.decode(rawPath == null ? "" : rawPath, false);
    QueryParameters query = QueryParameters.parse(rawQuery);
    return path == null || query == null ? null : new RequestInfo(path, query);
  }

  /** As the API server splits: slashes at both ends do not count. */
  private static String[] split(String path) {
    int start = 0;
    int end = path.length();
    while (start < end && path.charAt(start) == '/') {
      start++;
    }
    while (end > start && path.charAt(end - 1) == '/') {
      end--;
    }
    if (start == end) {
      return NO_SEGMENTS;
    }
    int count = 1;
    for (int i = start; i < end; i++) {
      count += path.charAt(i) == '/' ? 1 : 0;
    }
    String[] segments = new String[count];
    int from = start;
    for (int i = 0; i < count; i++) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 || slash > end ? end : slash;
      segments[i] = path.substring(from, to);
      from = to + 1;
    }
    return segments;
  }

  /** The decoded parts of the path. */
  String[] segments() {
    return segments;
  }

  QueryParameters query() {
    return query;
  }

  /** What an authorizer is asked about it. */
  RequestAttributes attributes(HttpMethod method) {
    if (segments.length < 4 || !segments[0].equals("apis")) {
      return RequestAttributes.nonResource(lowerCase(method), path);
    }
    String verb = verb(method);
    String[] parts = Arrays.copyOfRange(segments, 3, segments.length);
    boolean verbInPath = parts.length > 1 && (parts[0].equals("watch") || parts[0].equals("proxy"));
    if (verbInPath) {
      verb = parts[0];
      parts = Arrays.copyOfRange(parts, 1, parts.length);
    }
    String namespace = "";
    if (parts[0].equals("namespaces") && parts.length > 1) {
      namespace = parts[1];
      if (parts.length > 2 && !parts[2].equals("status") && !parts[2].equals("finalize")) {
        parts = Arrays.copyOfRange(parts, 2, parts.length);
      }
    }
    String name = parts.length > 1 ? parts[1] : "";
    String subresource = parts.length > 2 && !verb.equals("proxy") ? parts[2] : "";
    if (name.isEmpty()) {
      verb = verbForMany(verb);
    }
    return new RequestAttributes(
        verb, path, true, segments[1], segments[2], parts[0], subresource, namespace, name);
  }

  private String verbForMany(String verb) {
    return switch (verb) {
      case "get" -> query.isTrue("watch") ? "watch" : "list";
      case "delete" -> "deletecollection";
      default -> verb;
    };
  }

  private static String verb(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD" -> "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> "";
    };
  }

  private static String lowerCase(HttpMethod method) {
    return method.equals(HttpMethod.GET) ? "get" : method.name().toLowerCase(Locale.ROOT);
  }
}
