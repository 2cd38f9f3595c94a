package dev.flyball.controller.config;

import java.util.Map;

/**
 * What a ConfigMap says, without the object around it.
 *
 * @param namespace its namespace
 * @param name its name
 * @param labels its labels
 * @param data its text by key
 * @param resourceVersion its version in the cluster, compared for equality only
 * @param createdMillis when it was made, in epoch milliseconds; 0 where that is not known
 */
public record ConfigMapText(
    String namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> data,
    String resourceVersion,
    long createdMillis) {
  /** Label that says what a ConfigMap holds. */
  public static final String TYPE_LABEL = "flyball.dev/type";

  /** Value of the label for policies. */
  public static final String POLICY_TYPE = "policy";

  /** Value of the label for settings. */
  public static final String SETTINGS_TYPE = "settings";

  /** Name of the ConfigMap with the settings, in the controller's namespace. */
  public static final String SETTINGS_NAME = "flyball-settings";

  /** Key of the settings. */
  public static final String SETTINGS_KEY = "settings.yaml";

  /** One of which it is not known when it was made. */
  public ConfigMapText(
      String namespace,
      String name,
      Map<String, String> labels,
      Map<String, String> data,
      String resourceVersion) {
    this(namespace, name, labels, data, resourceVersion, 0);
  }

  public ConfigMapText {
    labels = Map.copyOf(labels);
    data = Map.copyOf(data);
  }

  /** Whether each of its keys is a policy. */
  public boolean holdsPolicies() {
    return POLICY_TYPE.equals(labels.get(TYPE_LABEL));
  }
}
