package dev.flyball.controller.moving;

import java.util.List;
import java.util.Map;

/**
 * What became of an HPA.
 *
 * @param namespace its namespace, and that of the policy
 * @param hpa its name, and the key of the policy
 * @param labels labels of the policy's ConfigMap
 * @param text the policy; empty where none could be made
 * @param remarks what is to be said of its labels and of the whole
 * @param problems why no policy could be made, a line each; empty where one was
 */
public record ImportedPolicy(
    String namespace,
    String hpa,
    Map<String, String> labels,
    String text,
    List<String> remarks,
    List<String> problems) {
  /** Annotation of a ConfigMap that was imported: the name of the HPA. */
  public static final String ORIGIN = "flyball.dev/imported-from";

  public ImportedPolicy {
    remarks = List.copyOf(remarks);
    problems = List.copyOf(problems);
  }

  /** Whether there is a policy. */
  public boolean isUsable() {
    return problems.isEmpty();
  }
}
