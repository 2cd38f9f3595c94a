package dev.flyball.metrics.trust;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides about certificates of one's own. */
public final class CertificatePlan {
  private CertificatePlan() {}

  /**
   * What to do now.
   *
   * @param stored what the vault holds; null where it holds nothing
   * @param names names that the serving certificate has to bear
   */
  public static CertificateStep decide(
      @Nullable StoredCertificates stored, ServerNames names, Instant now) {
    if (stored == null) {
      return new CertificateStep.RenewAuthority("there is none yet");
    }
    X509Certificate authority;
    try {
      authority = stored.authority().leaf();
    } catch (IllegalArgumentException e) {
      return new CertificateStep.RenewAuthority(String.valueOf(e.getMessage()));
    }
    if (isDue(authority, now)) {
      return new CertificateStep.RenewAuthority("the authority's " + life(authority));
    }
    return serving(stored, authority, names, now);
  }

  private static CertificateStep serving(
      StoredCertificates stored, X509Certificate authority, ServerNames names, Instant now) {
    X509Certificate serving;
    try {
      serving = stored.serving().leaf();
    } catch (IllegalArgumentException e) {
      return new CertificateStep.RenewServing(String.valueOf(e.getMessage()));
    }
    if (isDue(serving, now)) {
      return new CertificateStep.RenewServing("the serving certificate's " + life(serving));
    }
    if (!isBy(authority, serving)) {
      return new CertificateStep.RenewServing("the certificate is not by the authority");
    }
    if (!names.coveredBy(serving)) {
      return new CertificateStep.RenewServing("the certificate does not bear the names " + names);
    }
    return new CertificateStep.Reuse();
  }

  private static boolean isDue(X509Certificate certificate, Instant now) {
    Instant begin = certificate.getNotBefore().toInstant();
    Duration life = Duration.between(begin, certificate.getNotAfter().toInstant());
    return now.isBefore(begin) || !now.isBefore(begin.plus(life.multipliedBy(2).dividedBy(3)));
  }

  private static String life(X509Certificate certificate) {
    return "life is from "
        + certificate.getNotBefore().toInstant()
        + " to "
        + certificate.getNotAfter().toInstant()
        + " and it is replaced after two thirds";
  }

  private static boolean isBy(X509Certificate authority, X509Certificate serving) {
    try {
      serving.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
