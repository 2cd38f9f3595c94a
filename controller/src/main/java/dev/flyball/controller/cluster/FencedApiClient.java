package dev.flyball.controller.cluster;

import dev.flyball.controller.loop.Leadership;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;

/**
 * Writes only under the term of leadership that is on when the write is asked for. Asks again
 * whenever the write is sent, the first time and for each repetition; what may not be sent fails
 * with {@link NotLeadingException}. Reads always.
 */
public final class FencedApiClient implements ApiClient {
  private static final String NAMESPACES = "/namespaces/";

  private final HttpApiClient api;
  private final Leadership leadership;

  /** Writes through this client under this leadership. */
  public FencedApiClient(HttpApiClient api, Leadership leadership) {
    this.api = api;
    this.leadership = leadership;
  }

  @Override
  public Future<Response> get(String path) {
    return api.get(path);
  }

  @Override
  public Future<Response> post(String path, String json) {
    return api.post(path, json, underTheTermOf(path));
  }

  @Override
  public Future<Response> mergePatch(String path, String json) {
    return api.mergePatch(path, json, underTheTermOf(path));
  }

  private BooleanSupplier underTheTermOf(String path) {
    String namespace = namespace(path);
    long term = leadership.term(namespace);
    return () -> term != Leadership.NONE && leadership.term(namespace) == term;
  }

  /** The namespace in a path; empty for what is in none. */
  static String namespace(String path) {
    int begin = path.indexOf(NAMESPACES);
    if (begin < 0) {
      return "";
    }
    begin += NAMESPACES.length();
    int end = path.indexOf('/', begin);
    return end < 0 ? path.substring(begin) : path.substring(begin, end);
  }
}
