package dev.flyball.controller.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a real API server answered one account, by its audit log. */
final class AuditLog {
  private final Path policy;
  private final Path log;

  /**
   * A log of the requests of one account.
   *
   * @param account such as {@code system:serviceaccount:flyball-system:flyball}
   * @param folder where the log is kept
   */
  AuditLog(String account, Path folder) {
    log = folder.resolve("audit.log");
    policy = folder.resolve("audit-policy.yaml");
    try {
      Files.writeString(
          policy,
          """
          apiVersion: audit.k8s.io/v1
          kind: Policy
          omitStages: [RequestReceived]
          rules:
          - {level: Metadata, users: ["%s"]}
          - {level: None}
          """
              .formatted(account));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flags of kube-apiserver that make it keep this log. */
  String[] flags() {
    return new String[] {
      "--audit-policy-file=" + policy,
      "--audit-log-path=" + log,
      // So that nothing is missing when the log is read.
      "--audit-log-mode=blocking-strict"
    };
  }

  /** {@code verb resource: code} of all requests that were answered. */
  Set<String> answers() {
    try {
      return Files.readAllLines(log).stream()
          .map(line -> JsonMapper.shared().readTree(line))
          .map(AuditLog::answer)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String answer(JsonNode event) {
    JsonNode object = event.path("objectRef");
    String resource = object.path("resource").asString("");
    String subresource = object.path("subresource").asString("");
    return event.path("verb").asString("")
        + " "
        + (resource.isEmpty() ? event.path("requestURI").asString("") : resource)
        + (subresource.isEmpty() ? "" : "/" + subresource)
        + ": "
        + event.path("responseStatus").path("code").asInt(0);
  }

  /** Those of them that were refused: not allowed, or by an admission policy. */
  List<String> refusals() {
    return answers().stream()
        .filter(answer -> answer.matches(".*: (400|401|403|405|422|5..)"))
        .sorted()
        .toList();
  }
}
