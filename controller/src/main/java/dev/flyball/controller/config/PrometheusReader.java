package dev.flyball.controller.config;

import dev.flyball.metrics.source.promql.PrometheusEndpoint;
import dev.flyball.metrics.source.promql.PrometheusEndpoint.BasicAuth;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where PromQL goes. */
final class PrometheusReader {
  private PrometheusReader() {}

  static @Nullable PrometheusEndpoint endpoint(@Nullable Value value) {
    Fields fields =
        Fields.open(value, "url", "timeout", "headers", "basicAuth", "bearerTokenFile", "caFile");
    if (fields == null) {
      return null;
    }
    URI url =
        Urls.server(
            fields.require("url", "write the address of Prometheus or VictoriaMetrics"),
            "http://prometheus.monitoring.svc:9090");
    Duration timeout = Scalars.duration(fields.get("timeout"), Urls.SHORTEST, Urls.LONGEST);
    Map<String, String> headers = headers(fields.get("headers"));
    BasicAuth basicAuth = basicAuth(fields.get("basicAuth"));
    Value tokenField = fields.get("bearerTokenFile");
    String token = Scalars.text(tokenField);
    if (tokenField != null && fields.get("basicAuth") != null) {
      tokenField
          .problems()
          .error(
              tokenField.keyAt(), tokenField.path(), "stands beside basicAuth", "keep one of them");
    }
    String caFile = Scalars.text(fields.get("caFile"));
    return url == null
        ? null
        : new PrometheusEndpoint(
            url,
            Objects.requireNonNullElse(timeout, PrometheusEndpoint.DEFAULT_TIMEOUT),
            headers,
            Optional.ofNullable(basicAuth),
            Optional.ofNullable(token),
            Optional.ofNullable(caFile));
  }

  private static Map<String, String> headers(@Nullable Value value) {
    Map<String, String> headers = new HashMap<>();
    Fields fields = Fields.openAny(value);
    if (fields == null) {
      return headers;
    }
    for (Map.Entry<String, Value> entry : fields.all().entrySet()) {
      Value header = entry.getValue();
      if (!entry.getKey().matches("[-A-Za-z0-9_]+")) {
        header
            .problems()
            .error(
                header.keyAt(),
                header.path(),
                "is no name of a header",
                "use letters, digits and -");
      }
      String text = Scalars.text(header);
      if (text != null && text.chars().anyMatch(c -> c < ' ' && c != '\t')) {
        header.error("has a line break or control character", "write one line");
      } else if (text != null) {
        headers.put(entry.getKey(), text);
      }
    }
    return headers;
  }

  private static @Nullable BasicAuth basicAuth(@Nullable Value value) {
    Fields fields = Fields.open(value, "username", "passwordFile");
    if (fields == null) {
      return null;
    }
    String user = Scalars.text(fields.require("username", "write the name of the user"));
    String file = Scalars.text(fields.require("passwordFile", "write the file with the password"));
    return user == null || file == null ? null : new BasicAuth(user, file);
  }
}
