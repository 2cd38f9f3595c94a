package dev.flyball.controller.cluster;

import java.util.List;
import java.util.Map;

/**
 * A ResourceQuota.
 *
 * @param namespace its namespace
 * @param name its name
 * @param hard what the namespace may have in all, in milli-units by the quota's name of the
 *     resource, such as {@code requests.cpu}; as the quota controller has taken it over
 * @param used what it has
 * @param scopes which pods it counts: those to which all of these apply
 */
public record QuotaInfo(
    String namespace,
    String name,
    Map<String, Long> hard,
    Map<String, Long> used,
    List<Scope> scopes) {
  public QuotaInfo {
    hard = Map.copyOf(hard);
    used = Map.copyOf(used);
    scopes = List.copyOf(scopes);
  }

  /**
   * One scope.
   *
   * @param name which one, such as {@code NotTerminating} or {@code PriorityClass}
   * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}
   * @param values what it is compared with
   */
  public record Scope(String name, String operator, List<String> values) {
    public Scope {
      values = List.copyOf(values);
    }
  }
}
