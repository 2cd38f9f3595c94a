package dev.flyball.metrics.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes the chain that a client shows, whatever it is. The handshake proves that the client holds
 * the key of its certificate and nothing more; whether the certificate is worth anything is judged
 * with each request, by {@link Authenticator}, against the authorities of that moment. So a bad
 * certificate is answered with 401 instead of a broken connection, and a rotated authority takes
 * effect on connections that are open.
 *
 * <p>Names no authorities: clients that choose a certificate by them (Go's do) then show the one
 * they have.
 */
final class ChainCollector extends X509ExtendedTrustManager {
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw serversOnly();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw serversOnly();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw serversOnly();
  }

  private static CertificateException serversOnly() {
    return new CertificateException("trusts no server; it serves");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
