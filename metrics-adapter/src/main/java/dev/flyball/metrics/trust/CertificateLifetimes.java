package dev.flyball.metrics.trust;

import java.time.Duration;

/**
 * How long certificates of one's own are valid. Each is replaced after two thirds of its life.
 *
 * @param authority of the authority
 * @param serving of the serving certificate
 */
public record CertificateLifetimes(Duration authority, Duration serving) {
  /** Ten years and ninety days. */
  public static final CertificateLifetimes DEFAULT =
      new CertificateLifetimes(Duration.ofDays(3650), Duration.ofDays(90));

  public CertificateLifetimes {
    if (serving.toSeconds() < 60 || authority.compareTo(serving) < 0) {
      throw new IllegalArgumentException(
          "the serving certificate lives a minute at least and not longer than the authority: "
              + serving
              + ", "
              + authority);
    }
  }
}
