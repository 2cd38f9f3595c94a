package dev.flyball.metrics.api.discovery;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the metrics APIs are served. A group that is not served does not exist: its paths are
 * not found, and no document names it.
 *
 * @param external whether {@code external.metrics.k8s.io} is
 * @param custom whether {@code custom.metrics.k8s.io} is
 */
public record ServedGroups(boolean external, boolean custom) {
  /** Both of them. */
  public static final ServedGroups ALL = new ServedGroups(true, true);

  /** The versions that are served; within a group the preferred one first. */
  public List<ServedVersion> versions() {
    List<ServedVersion> versions = new ArrayList<>();
    if (custom) {
      versions.add(new ServedVersion(ServedVersion.CUSTOM, "v1beta2", "MetricValueList"));
      versions.add(new ServedVersion(ServedVersion.CUSTOM, "v1beta1", "MetricValueList"));
    }
    if (external) {
      versions.add(new ServedVersion(ServedVersion.EXTERNAL, "v1beta1", "ExternalMetricValueList"));
    }
    return versions;
  }

  /** The groups that are served. */
  public List<String> groups() {
    return versions().stream().map(ServedVersion::group).distinct().toList();
  }

  /** The served versions of a group; none where the group is not served. */
  public List<ServedVersion> versionsOf(String group) {
    return versions().stream().filter(version -> version.group().equals(group)).toList();
  }
}
