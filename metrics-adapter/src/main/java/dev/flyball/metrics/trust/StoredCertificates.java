package dev.flyball.metrics.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the replicas of a server share: an authority of their own and a certificate by it, as the
 * texts in which a Secret holds them.
 *
 * @param authorities {@code ca.crt}: certificates to be trusted; that of the authority first, then
 *     those that it has replaced
 * @param authorityKey {@code ca.key}: private key of the authority
 * @param certificate {@code tls.crt}: the serving certificate
 * @param key {@code tls.key}: its private key
 */
public record StoredCertificates(
    String authorities, String authorityKey, String certificate, String key) {
  /**
   * The serving certificate.
   *
   * @throws IllegalArgumentException where it cannot be read
   */
  public ServingCertificate serving() {
    try {
      return ServingCertificate.ofPem(certificate, key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("tls.crt and tls.key: " + e.getMessage(), e);
    }
  }

  /** The authority with its key. */
  ServingCertificate authority() {
    try {
      return new ServingCertificate(List.of(trusted().getFirst()), Pem.privateKey(authorityKey));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("ca.crt and ca.key: " + e.getMessage(), e);
    }
  }

  List<X509Certificate> trusted() {
    return Pem.certificates(authorities);
  }

  /** Says nothing of the keys. */
  @Override
  public String toString() {
    return "StoredCertificates";
  }
}
