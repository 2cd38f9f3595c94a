package dev.flyball.metrics.source.forward;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Another adapter that is asked for the external metrics that Flyball does not know: a cluster has
 * room for one provider of external metrics only.
 *
 * @param url its address, such as {@code https://keda-operator-metrics-apiserver.keda.svc}
 * @param timeout how long one request may take
 * @param caFile file with the certificates to trust, in place of the system's
 * @param verifyTls whether its certificate is checked
 */
public record ForwardTarget(URI url, Duration timeout, Optional<String> caFile, boolean verifyTls) {
  /** How long one request may take where the settings say nothing. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
}
