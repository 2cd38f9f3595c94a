package dev.flyball.controller.moving;

import dev.flyball.controller.config.ConfigMapText;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy and the ConfigMap that it goes into.
 *
 * @param configMap name of the ConfigMap
 * @param policy the policy
 */
public record NamedPolicy(String configMap, ImportedPolicy policy) {
  /** The ConfigMap as a document of a manifest, with remarks, and without a separator. */
  public String yaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        YamlText.comment(
            "From HorizontalPodAutoscaler " + policy.namespace() + "/" + policy.hpa() + ".", 0));
    policy.remarks().forEach(remark -> yaml.append(YamlText.comment(remark, 0)));
    if (!configMap.equals(policy.hpa())) {
      yaml.append(
          YamlText.comment(
              "The name " + policy.hpa() + " is taken, or has a meaning of its own.", 0));
    }
    ObjectNode head = JsonMapper.shared().createObjectNode();
    head.put("apiVersion", "v1").put("kind", "ConfigMap").set("metadata", metadata());
    yaml.append(YamlText.of(head, new Notes(), 0));
    yaml.append("data:\n  ").append(policy.hpa()).append(": |\n");
    return yaml.append(policy.text().indent(4)).toString();
  }

  /** The ConfigMap as an object of the API. */
  ObjectNode object() {
    ObjectNode object = JsonMapper.shared().createObjectNode();
    object.put("apiVersion", "v1").put("kind", "ConfigMap").set("metadata", metadata());
    object.putObject("data").put(policy.hpa(), policy.text());
    return object;
  }

  private ObjectNode metadata() {
    ObjectNode metadata = JsonMapper.shared().createObjectNode();
    metadata.put("name", configMap).put("namespace", policy.namespace());
    ObjectNode labels = metadata.putObject("labels");
    labels.put(ConfigMapText.TYPE_LABEL, ConfigMapText.POLICY_TYPE);
    for (Map.Entry<String, String> label : policy.labels().entrySet()) {
      labels.put(label.getKey(), label.getValue());
    }
    metadata.putObject("annotations").put(ImportedPolicy.ORIGIN, policy.hpa());
    return metadata;
  }
}
