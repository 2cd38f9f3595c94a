package dev.flyball.controller.cluster;

import io.vertx.core.Future;

/**
 * Requests to the API server that watches do not cover. Nothing blocks; results arrive on the
 * context of the caller.
 */
public interface ApiClient {
  /** Content type of a JSON merge patch. */
  String MERGE_PATCH = "application/merge-patch+json";

  /**
   * An answer of the API server, whatever its status.
   *
   * @param status HTTP status
   * @param body JSON text; empty where there is none
   */
  record Response(int status, String body) {
    /** Whether the request was carried out. */
    public boolean ok() {
      return status >= 200 && status < 300;
    }
  }

  /** GET of a path such as {@code /api/v1/namespaces/default/configmaps/x}. */
  Future<Response> get(String path);

  /** POST of a JSON object. */
  Future<Response> post(String path, String json);

  /** PATCH with a JSON merge patch. */
  Future<Response> mergePatch(String path, String json);
}
