package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.api.discovery.ObjectGroup;
import dev.flyball.metrics.api.discovery.ServedGroups;
import dev.flyball.metrics.api.discovery.ServedVersion;
import dev.flyball.metrics.api.wire.CustomVersion;
import java.util.Optional;

/** What the path of a request names. */
sealed interface ApiPath {
  /** {@code /healthz}, {@code /livez} or {@code /readyz}; open to everybody. */
  record Health(String name) implements ApiPath {}

  /** {@code /}. */
  record Root() implements ApiPath {}

  /** {@code /version}. */
  record Version() implements ApiPath {}

  /** {@code /apis}. */
  record GroupList() implements ApiPath {}

  /** {@code /apis/GROUP}. */
  record Group(String group) implements ApiPath {}

  /** {@code /apis/GROUP/VERSION}. */
  record Resources(ServedVersion version) implements ApiPath {}

  /** {@code /openapi/v2}. */
  record OpenApiV2() implements ApiPath {}

  /** {@code /openapi/v3}. */
  record OpenApiV3Index() implements ApiPath {}

  /** {@code /openapi/v3/apis/GROUP/VERSION}. */
  record OpenApiV3(ServedVersion version) implements ApiPath {}

  /** An external metric. */
  record External(String namespace, String metric) implements ApiPath {}

  /**
   * A custom metric.
   *
   * @param resource kind of the objects
   * @param namespace of the objects; empty where they have none
   * @param name of the object, or {@link CustomQuery#ALL}
   */
  record Custom(
      CustomVersion version, GroupResource resource, String namespace, String name, String metric)
      implements ApiPath {}

  /** Something in a group of objects. */
  record Objects(String group) implements ApiPath {}

  /** Nothing that is served. */
  record Unknown() implements ApiPath {}

  /** Reads a path of what is served; segments are decoded. */
  static ApiPath of(String[] segments, ServedGroups served) {
    for (String segment : segments) {
      if (segment.isEmpty()) {
        return new Unknown();
      }
    }
    if (segments.length == 0) {
      return new Root();
    }
    return switch (segments[0]) {
      case "apis" -> underApis(segments, served);
      case "openapi" -> openApi(segments, served);
      case "healthz", "livez", "readyz" ->
          segments.length == 1 ? new Health(segments[0]) : new Unknown();
      case "version" -> segments.length == 1 ? new Version() : new Unknown();
      default -> new Unknown();
    };
  }

  private static ApiPath underApis(String[] segments, ServedGroups served) {
    if (segments.length > 3) {
      return metric(segments, served);
    }
    if (segments.length == 1) {
      return new GroupList();
    }
    if (segments.length == 2) {
      return served.groups().contains(segments[1]) ? new Group(segments[1]) : new Unknown();
    }
    for (ServedVersion version : served.versionsOf(segments[1])) {
      if (version.version().equals(segments[2])) {
        return new Resources(version);
      }
    }
    return new Unknown();
  }

  private static ApiPath openApi(String[] segments, ServedGroups served) {
    if (segments.length == 2) {
      return switch (segments[1]) {
        case "v2" -> new OpenApiV2();
        case "v3" -> new OpenApiV3Index();
        default -> new Unknown();
      };
    }
    if (segments.length == 5 && segments[1].equals("v3") && segments[2].equals("apis")) {
      for (ServedVersion version : served.versionsOf(segments[3])) {
        if (version.version().equals(segments[4])) {
          return new OpenApiV3(version);
        }
      }
    }
    return new Unknown();
  }

  private static ApiPath metric(String[] segments, ServedGroups served) {
    Optional<ObjectGroup> objects = served.objectsOf(segments[1]);
    if (objects.isPresent()) {
      boolean its = objects.get().version().equals(segments[2]);
      return its ? new Objects(segments[1]) : new Unknown();
    }
    if (served.external() && segments[1].equals(ServedVersion.EXTERNAL)) {
      boolean named =
          segments.length == 6 && segments[2].equals("v1beta1") && segments[3].equals("namespaces");
      return named ? new External(segments[4], segments[5]) : new Unknown();
    }
    if (served.custom() && segments[1].equals(ServedVersion.CUSTOM)) {
      for (CustomVersion version : CustomVersion.values()) {
        if (version.version().equals(segments[2])) {
          return custom(version, segments);
        }
      }
    }
    return new Unknown();
  }

  private static ApiPath custom(CustomVersion version, String[] s) {
    boolean namespaces = s[3].equals("namespaces");
    return switch (s.length) {
      case 8 ->
          namespaces
              ? new Custom(version, GroupResource.parse(s[5]), s[4], s[6], s[7])
              : new Unknown();
      case 7 ->
          namespaces && s[5].equals("metrics")
              ? new Custom(version, GroupResource.NAMESPACES, "", s[4], s[6])
              : new Unknown();
      case 6 ->
          namespaces
              ? new Unknown()
              : new Custom(version, GroupResource.parse(s[3]), "", s[4], s[5]);
      default -> new Unknown();
    };
  }
}
