package dev.flyball.controller.metricsapi;

import dev.flyball.metrics.api.discovery.ServedGroups;
import dev.flyball.metrics.trust.ServerLimits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the metrics APIs, scalers and the validating webhook are served.
 *
 * @param host address that the server binds
 * @param port its port; 0 takes a free one
 * @param service name of the Service by which the API server reaches it, in the controller's own
 *     namespace
 * @param certificates folder with {@code tls.crt}, {@code tls.key} and possibly {@code ca.crt};
 *     empty for certificates of one's own, kept in Secret {@link #SECRET}
 * @param served the groups of metrics that are served
 * @param scalers whether {@code flyball.dev} is
 * @param webhook name of the ValidatingWebhookConfiguration that leads here; empty where the
 *     webhook is not served
 * @param limits how much of the server callers can use up
 */
public record MetricsApiOptions(
    String host,
    int port,
    String service,
    Optional<Path> certificates,
    ServedGroups served,
    boolean scalers,
    Optional<String> webhook,
    ServerLimits limits) {
  /** Port of the metrics APIs. */
  public static final int DEFAULT_PORT = 6443;

  /** Name of the Service unless told otherwise. */
  public static final String DEFAULT_SERVICE = "flyball";

  /** Secret with the certificates of one's own. */
  public static final String SECRET = "flyball-serving";

  /** The metrics APIs and scalers but no webhook, as by default, on this address and port. */
  public static MetricsApiOptions on(String host, int port) {
    return new MetricsApiOptions(
        host,
        port,
        DEFAULT_SERVICE,
        Optional.empty(),
        ServedGroups.ALL,
        true,
        Optional.empty(),
        ServerLimits.DEFAULT);
  }

  /** The same with the webhook of this ValidatingWebhookConfiguration. */
  public MetricsApiOptions withWebhook(String configuration) {
    return new MetricsApiOptions(
        host, port, service, certificates, served, scalers, Optional.of(configuration), limits);
  }
}
