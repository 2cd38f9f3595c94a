package dev.flyball.metrics.trust;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Judges chains that clients show against one set of authorities: a path to one of them, validity,
 * and the purpose of client authentication. A chain that was found good is remembered while all its
 * certificates are valid, so a connection costs its signatures once and not with each request.
 *
 * <p>Safe for all threads.
 */
final class ChainVerifier {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  /** Chains that are remembered. There are a few replicas of API servers; this is for many more. */
  private static final int MAX_KNOWN = 256;

  private final List<X509Certificate> authorities;
  private final Map<List<Certificate>, Instant> goodUntil = new ConcurrentHashMap<>();

  ChainVerifier(List<X509Certificate> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  /** Whether there is anybody to vouch. */
  boolean trustsAnybody() {
    return !authorities.isEmpty();
  }

  /**
   * Why a chain is worth nothing; empty where it is good.
   *
   * @param chain the client's certificate first; not empty
   */
  String problem(List<Certificate> chain, Instant now) {
    Instant until = goodUntil.get(chain);
    if (until != null && now.isBefore(until)) {
      return "";
    }
    if (!(chain.getFirst() instanceof X509Certificate leaf)) {
      return "the client certificate is not of X.509";
    }
    String problem = problem(leaf, now);
    if (!problem.isEmpty()) {
      return problem;
    }
    try {
      remember(chain, build(leaf, chain, now));
      return "";
    } catch (CertPathBuilderException | InvalidAlgorithmParameterException e) {
      return "the client certificate is not by an authority that is trusted";
    } catch (GeneralSecurityException e) {
      return "the client certificate cannot be checked: " + e.getMessage();
    }
  }

  private static String problem(X509Certificate leaf, Instant now) {
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      return "the client certificate is not valid before " + leaf.getNotBefore().toInstant();
    }
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      return "the client certificate has expired at " + leaf.getNotAfter().toInstant();
    }
    try {
      List<String> purposes = leaf.getExtendedKeyUsage();
      // One that names no purpose is for all.
      if (purposes != null && !purposes.contains(CLIENT_AUTH) && !purposes.contains(ANY_PURPOSE)) {
        return "the client certificate is not for the authentication of clients";
      }
    } catch (CertificateParsingException e) {
      return "the purposes of the client certificate cannot be read";
    }
    return "";
  }

  /** Finds a path, and says until when all of it is valid. */
  private Instant build(X509Certificate leaf, List<Certificate> chain, Instant now)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509Certificate authority : authorities) {
      if (isValid(authority, now)) {
        anchors.add(new TrustAnchor(authority, null));
      }
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(leaf);
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    PKIXCertPathBuilderResult result =
        (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    Instant until = result.getTrustAnchor().getTrustedCert().getNotAfter().toInstant();
    for (Certificate certificate : result.getCertPath().getCertificates()) {
      Instant end = ((X509Certificate) certificate).getNotAfter().toInstant();
      until = end.isBefore(until) ? end : until;
    }
    return until;
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private void remember(List<Certificate> chain, Instant until) {
    if (goodUntil.size() >= MAX_KNOWN) {
      goodUntil.clear();
    }
    goodUntil.put(List.copyOf(chain), until);
  }
}
