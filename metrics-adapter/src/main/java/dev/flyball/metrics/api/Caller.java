package dev.flyball.metrics.api;

import java.util.List;
import java.util.Map;

/**
 * Who sends a request, as Kubernetes knows users.
 *
 * @param user name
 * @param uid uid; empty where there is none
 * @param groups groups
 * @param extra further facts by their names in lower case
 */
public record Caller(
    String user, String uid, List<String> groups, Map<String, List<String>> extra) {
  public Caller {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }
}
