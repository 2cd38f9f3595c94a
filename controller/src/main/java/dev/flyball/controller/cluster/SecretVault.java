package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ApiClient.Response;
import dev.flyball.metrics.trust.CertificateVault;
import dev.flyball.metrics.trust.StoredCertificates;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps certificates in a Secret of type {@code kubernetes.io/tls} with the keys {@code tls.crt},
 * {@code tls.key}, {@code ca.crt} and {@code ca.key}.
 *
 * <p>A Secret of that name without the label {@code app.kubernetes.io/managed-by: flyball} is
 * somebody else's, cert-manager's say, and is neither used nor written to.
 */
public final class SecretVault implements CertificateVault {
  /** Label of Flyball's own Secrets. */
  public static final String LABEL = "app.kubernetes.io/managed-by";

  /** Value of {@link #LABEL}. */
  public static final String LABEL_VALUE = "flyball";

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ApiClient api;
  private final String namespace;
  private final String name;
  private final String collection;
  private final String path;

  /** A vault in this Secret, which need not be there. */
  public SecretVault(ApiClient api, String namespace, String name) {
    this.api = api;
    this.namespace = namespace;
    this.name = name;
    this.collection = "/api/v1/namespaces/" + namespace + "/secrets";
    this.path = collection + "/" + name;
  }

  @Override
  public Future<Held> load() {
    return api.get(path)
        .map(
            answer -> {
              if (answer.status() == NOT_FOUND) {
                return new Held(null, "");
              }
              if (!answer.ok()) {
                throw failure("reading", answer);
              }
              return held(answer.body());
            });
  }

  private Held held(String body) {
    JsonNode secret;
    try {
      secret = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new VaultException("Secret " + namespace + "/" + name + " is not JSON");
    }
    JsonNode metadata = secret.path("metadata");
    if (!metadata.path("labels").path(LABEL).asString("").equals(LABEL_VALUE)) {
      throw new VaultException(
          "Secret "
              + namespace
              + "/"
              + name
              + " is not Flyball's: it has no label "
              + LABEL
              + ": "
              + LABEL_VALUE
              + "; mount it as files, or let Flyball use another name");
    }
    JsonNode data = secret.path("data");
    return new Held(
        new StoredCertificates(
            decoded(data, "ca.crt"),
            decoded(data, "ca.key"),
            decoded(data, "tls.crt"),
            decoded(data, "tls.key")),
        metadata.path("resourceVersion").asString(""));
  }

  /** What cannot be decoded is as if it were not there, and made anew. */
  private static String decoded(JsonNode data, String key) {
    try {
      byte[] value = Base64.getMimeDecoder().decode(data.path(key).asString(""));
      return new String(value, StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  @Override
  public Future<Boolean> save(StoredCertificates certificates, String version) {
    ObjectNode secret = JSON.createObjectNode();
    ObjectNode metadata = secret.putObject("metadata");
    metadata.putObject("labels").put(LABEL, LABEL_VALUE);
    ObjectNode data = secret.putObject("data");
    put(data, "ca.crt", certificates.authorities());
    put(data, "ca.key", certificates.authorityKey());
    put(data, "tls.crt", certificates.certificate());
    put(data, "tls.key", certificates.key());
    Future<Response> written;
    if (version.isEmpty()) {
      metadata.put("name", name).put("namespace", namespace);
      secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "kubernetes.io/tls");
      written = api.post(collection, secret.toString());
    } else {
      metadata.put("resourceVersion", version);
      written = api.mergePatch(path, secret.toString());
    }
    return written.map(
        answer -> {
          if (answer.status() == CONFLICT || (answer.status() == NOT_FOUND && !version.isEmpty())) {
            return false;
          }
          if (!answer.ok()) {
            throw failure("writing", answer);
          }
          return true;
        });
  }

  private static void put(ObjectNode data, String key, String value) {
    data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.US_ASCII)));
  }

  private VaultException failure(String verb, Response answer) {
    return new VaultException(
        verb
            + " Secret "
            + namespace
            + "/"
            + name
            + " was answered with HTTP "
            + answer.status()
            + (answer.status() == 403
                ? "; Flyball's Role needs get, create and patch of secrets"
                : ""));
  }
}
