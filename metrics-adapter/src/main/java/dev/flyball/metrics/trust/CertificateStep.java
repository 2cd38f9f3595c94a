package dev.flyball.metrics.trust;

/** What is to be done about the certificates that a vault holds. */
public sealed interface CertificateStep {
  /** They are good. */
  record Reuse() implements CertificateStep {}

  /** A new serving certificate by the same authority. */
  record RenewServing(String reason) implements CertificateStep {}

  /**
   * A new authority and a serving certificate by it. The old authority stays trusted while its
   * certificate is valid, so that replicas that still serve under it are not refused.
   */
  record RenewAuthority(String reason) implements CertificateStep {}
}
