package dev.flyball.controller.config;

import dev.flyball.metrics.source.forward.ForwardTarget;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where external metrics go that Flyball does not know. */
final class ForwardReader {
  private ForwardReader() {}

  static @Nullable ForwardTarget target(@Nullable Value value) {
    Fields fields = Fields.open(value, "url", "timeout", "caFile", "insecureSkipTLSVerify");
    if (fields == null) {
      return null;
    }
    Value urlField = fields.require("url", "write the address of the other adapter's service");
    URI url = Urls.server(urlField, "https://keda-operator-metrics-apiserver.keda.svc");
    Duration timeout = Scalars.duration(fields.get("timeout"), Urls.SHORTEST, Urls.LONGEST);
    String caFile = Scalars.text(fields.get("caFile"));
    Boolean insecure = Scalars.truth(fields.get("insecureSkipTLSVerify"));
    if (url != null && urlField != null && !url.getScheme().equals("https")) {
      urlField.error(
          Quoting.quoted(url.toString()) + " would send a token unencrypted", "write https://…");
      return null;
    }
    return url == null
        ? null
        : new ForwardTarget(
            url,
            Objects.requireNonNullElse(timeout, ForwardTarget.DEFAULT_TIMEOUT),
            Optional.ofNullable(caFile),
            !Boolean.TRUE.equals(insecure));
  }
}
