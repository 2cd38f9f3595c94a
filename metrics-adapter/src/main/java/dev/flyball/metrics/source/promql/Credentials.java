package dev.flyball.metrics.source.promql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server is shown and trusted by, read from files and followed as they change. Owned by one
 * context.
 */
final class Credentials {
  private final Optional<FileSecret> secret;
  private final Optional<String> user;
  private final Optional<FileSecret> authorities;
  private @Nullable Buffer trusted;

  Credentials(Vertx vertx, InstantSource clock, PrometheusEndpoint endpoint) {
    user = endpoint.basicAuth().map(PrometheusEndpoint.BasicAuth::username);
    secret =
        endpoint
            .basicAuth()
            .map(PrometheusEndpoint.BasicAuth::passwordFile)
            .or(endpoint::bearerTokenFile)
            .map(path -> new FileSecret(vertx, clock, path));
    authorities = endpoint.caFile().map(path -> new FileSecret(vertx, clock, path));
  }

  /** Makes the client trust what the file of authorities says now. */
  Future<?> trust(HttpClientAgent http) {
    if (authorities.isEmpty()) {
      return Future.succeededFuture();
    }
    return named(authorities.get())
        .compose(
            pem -> {
              if (pem.equals(trusted)) {
                return Future.succeededFuture();
              }
              if (!hasCertificates(pem)) {
                return Future.failedFuture(
                    "the file " + authorities.get().path() + " holds no certificates");
              }
              return http.updateSSLOptions(
                      new ClientSSLOptions()
                          .setHostnameVerificationAlgorithm("HTTPS")
                          .setTrustOptions(new PemTrustOptions().addCertValue(pem)))
                  .onSuccess(done -> trusted = pem);
            });
  }

  private static boolean hasCertificates(Buffer pem) {
    try {
      ByteArrayInputStream bytes = new ByteArrayInputStream(pem.getBytes());
      return !CertificateFactory.getInstance("X.509").generateCertificates(bytes).isEmpty();
    } catch (CertificateException e) {
      return false;
    }
  }

  /** The authorization header; empty for none. */
  Future<String> authorization() {
    if (secret.isEmpty()) {
      return Future.succeededFuture("");
    }
    return named(secret.get())
        .compose(
            content -> {
              String text = content.toString(StandardCharsets.UTF_8).strip();
              if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ')) {
                return Future.failedFuture(
                    "the file " + secret.get().path() + " does not hold one line");
              }
              return Future.succeededFuture(
                  user.map(name -> basic(name, text)).orElse("Bearer " + text));
            });
  }

  /** Reads the secret anew the next time. */
  void refused() {
    secret.ifPresent(FileSecret::expire);
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static Future<Buffer> named(FileSecret file) {
    return file.content()
        .recover(e -> Future.failedFuture("the file " + file.path() + " cannot be read"));
  }
}
