package dev.flyball.controller.cli;

import dev.flyball.controller.admission.ValidationEndpoint;
import dev.flyball.controller.metricsapi.MetricsApiOptions;
import dev.flyball.metrics.api.discovery.ServedGroups;
import dev.flyball.metrics.trust.ServerLimits;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of what is served over HTTPS: the metrics APIs and the webhook. */
final class MetricsApiFlags {
  /** A group of APIs, as users name it. */
  enum Group {
    external,
    custom,
    scalers
  }

  @Option(
      names = "--metrics-api",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "whether the metrics APIs are served over HTTPS (default: they are)")
  private boolean enabled = true;

  @Option(
      names = "--metrics-api-port",
      paramLabel = "PORT",
      defaultValue = "" + MetricsApiOptions.DEFAULT_PORT,
      description = "their port (default: ${DEFAULT-VALUE})")
  private int port = MetricsApiOptions.DEFAULT_PORT;

  @Option(
      names = "--metrics-api-groups",
      paramLabel = "GROUP",
      split = ",",
      defaultValue = "external,custom,scalers",
      description =
          "which are served: external for external.metrics.k8s.io, custom for"
              + " custom.metrics.k8s.io, scalers for flyball.dev (default: ${DEFAULT-VALUE})")
  private Set<Group> groups = EnumSet.allOf(Group.class);

  @Option(
      names = "--webhook",
      paramLabel = "NAME",
      description =
          "serves the validating webhook of ConfigMaps at "
              + ValidationEndpoint.PATH
              + " on the same port, and keeps the caBundle of the ValidatingWebhookConfiguration of"
              + " this name (default: not served)")
  private @Nullable String webhook;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      defaultValue = MetricsApiOptions.DEFAULT_SERVICE,
      description =
          "Service in the controller's namespace by which the API server reaches both (default:"
              + " ${DEFAULT-VALUE})")
  private String service = MetricsApiOptions.DEFAULT_SERVICE;

  @Option(
      names = "--tls-dir",
      paramLabel = "FOLDER",
      description =
          "folder with tls.crt and tls.key, such as a mounted Secret (default: certificates of"
              + " its own, kept in Secret "
              + MetricsApiOptions.SECRET
              + ")")
  private @Nullable Path certificates;

  /** How the metrics APIs and the webhook are served; empty where neither is. */
  Optional<MetricsApiOptions> options(String host) {
    if (!enabled && webhook == null) {
      return Optional.empty();
    }
    return Optional.of(
        new MetricsApiOptions(
            host,
            port,
            service,
            Optional.ofNullable(certificates),
            new ServedGroups(
                enabled && groups.contains(Group.external),
                enabled && groups.contains(Group.custom)),
            enabled && groups.contains(Group.scalers),
            Optional.ofNullable(webhook),
            ServerLimits.DEFAULT));
  }
}
