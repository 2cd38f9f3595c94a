package dev.flyball.metrics.api.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which API groups are served. A group that is not served does not exist: its paths are not found,
 * and no document names it.
 *
 * @param external whether {@code external.metrics.k8s.io} is
 * @param custom whether {@code custom.metrics.k8s.io} is
 * @param objects groups of objects besides those of metrics
 */
public record ServedGroups(boolean external, boolean custom, List<ObjectGroup> objects) {
  /** Both of the metrics APIs. */
  public static final ServedGroups ALL = new ServedGroups(true, true);

  public ServedGroups {
    objects = List.copyOf(objects);
  }

  /** Metrics APIs alone. */
  public ServedGroups(boolean external, boolean custom) {
    this(external, custom, List.of());
  }

  /** The same with these groups of objects. */
  public ServedGroups withObjects(List<ObjectGroup> groups) {
    return new ServedGroups(external, custom, groups);
  }

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
    objects.forEach(group -> versions.add(group.served()));
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

  /** The group of objects of this name; empty where there is none, or it is one of metrics. */
  public Optional<ObjectGroup> objectsOf(String group) {
    return objects.stream().filter(each -> each.group().equals(group)).findFirst();
  }
}
