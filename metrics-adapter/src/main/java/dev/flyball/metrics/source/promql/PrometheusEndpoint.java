package dev.flyball.metrics.source.promql;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A server that answers PromQL. Secrets are named by the files that hold them, never written out.
 *
 * @param url address of its API, without {@code /api/v1}
 * @param timeout how long one query may take
 * @param headers headers of every request
 * @param basicAuth user and password, where it asks for them
 * @param bearerTokenFile file with a token, where it asks for one
 * @param caFile file with the certificates to trust, in place of the system's
 */
public record PrometheusEndpoint(
    URI url,
    Duration timeout,
    Map<String, String> headers,
    Optional<BasicAuth> basicAuth,
    Optional<String> bearerTokenFile,
    Optional<String> caFile) {
  /** How long one query may take where the settings say nothing. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * A user and the file with the password.
   *
   * @param username the user
   * @param passwordFile file with the password
   */
  public record BasicAuth(String username, String passwordFile) {}

  public PrometheusEndpoint {
    headers = Map.copyOf(headers);
  }

  /** The address as messages name it: without user, password and query. */
  public String name() {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port + path;
  }
}
