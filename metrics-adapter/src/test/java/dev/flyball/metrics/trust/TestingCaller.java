package dev.flyball.metrics.trust;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Somebody who calls the API, over connections of its own that stay open. */
final class TestingCaller implements AutoCloseable {
  static final HttpResponse.BodyHandler<String> TEXT = HttpResponse.BodyHandlers.ofString();

  private final HttpClient client;
  private final int port;

  /**
   * A caller.
   *
   * @param identity the certificate that it shows; null for none
   */
  TestingCaller(TestingApi api, HttpClient.Version version, TestingAuthority.Identity identity) {
    this.port = api.server.port();
    this.client =
        HttpClient.newBuilder()
            .version(version)
            .sslContext(tls(api.servers.certificate(), identity))
            .connectTimeout(Duration.ofSeconds(30))
            .build();
  }

  static SSLContext tls(X509Certificate trusted, TestingAuthority.Identity identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store(null, identity), new char[0]);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store(trusted, null));
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
      return context;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyStore store(X509Certificate trusted, TestingAuthority.Identity identity)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, new char[0]);
    if (trusted != null) {
      store.setCertificateEntry("trusted", trusted);
    }
    if (identity != null) {
      store.setKeyEntry(
          "me", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
    }
    return store;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, TEXT);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** The local port of the connection that an answer came over. */
  static String connection(HttpResponse<String> answer) {
    return answer.headers().firstValue("From-Port").orElseThrow();
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
