package dev.flyball.controller.config;

import dev.flyball.core.policy.Policy;
import java.util.List;

/**
 * One key of a ConfigMap of policies, read.
 *
 * @param id whose it is
 * @param text the text of the key
 * @param parsed what became of it
 */
public record PolicyDocument(PolicyId id, String text, Parsed<Policy> parsed) {
  /** Reads one key. */
  public static PolicyDocument read(PolicyId id, String text) {
    return new PolicyDocument(id, text, PolicyReader.read(text, id.origin()));
  }

  /** Reads every key of a ConfigMap, in alphabetical order. */
  public static List<PolicyDocument> readAll(ConfigMapText configMap) {
    return configMap.data().entrySet().stream()
        .map(
            entry ->
                read(
                    new PolicyId(configMap.namespace(), configMap.name(), entry.getKey()),
                    entry.getValue()))
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .toList();
  }
}
