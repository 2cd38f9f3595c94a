package dev.flyball.metrics.trust;

import io.vertx.core.Future;

/** Is told of certificates as they come to be, or change. */
public interface CertificateReceiver {
  /**
   * Callers have to trust these authorities from now on. Called before a certificate by one of them
   * is served, and again from time to time.
   *
   * @param authorities certificates, as PEM
   * @return completes when callers have been told; a failure is logged and holds up nothing
   */
  Future<Void> trust(String authorities);

  /** This certificate is to be shown from now on. */
  Future<Void> serve(ServingCertificate certificate);
}
