package dev.flyball.core.observe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resource requests of a pod. Pods of one template have equal requests: sharing one instance
 * among them saves memory and lets a decision look a request up once.
 *
 * @param containers containers first, then init containers that are restarted always (sidecars), in
 *     the order of the pod's spec
 * @param podLevel pod-level requests in milli-units by resource, completed with the containers'
 *     where the pod level says nothing; null where the pod sets none
 */
public record PodRequests(List<Container> containers, @Nullable Map<String, Long> podLevel) {
  /** Stands for a request that is not there. */
  public static final long NONE = -1;

  public PodRequests {
    containers = List.copyOf(containers);
    podLevel = podLevel == null ? null : Map.copyOf(podLevel);
  }

  /**
   * The requests of one container.
   *
   * @param name name of the container
   * @param requests milli-units by resource
   */
  public record Container(String name, Map<String, Long> requests) {
    public Container {
      requests = Map.copyOf(requests);
    }
  }

  /**
   * The requests of a pod as its spec has them.
   *
   * @param podRequests what the spec sets at the pod level; empty where it sets nothing
   */
  public static PodRequests of(List<Container> containers, Map<String, Long> podRequests) {
    if (podRequests.isEmpty()) {
      return new PodRequests(containers, null);
    }
    Map<String, Long> total = new HashMap<>();
    for (Container container : containers) {
      container.requests.forEach((resource, milli) -> total.merge(resource, milli, Long::sum));
    }
    total.putAll(podRequests);
    return new PodRequests(containers, total);
  }

  /** The request of the whole pod in milli-units, or {@link #NONE} where a container has none. */
  public long ofPod(String resource) {
    if (podLevel != null) {
      Long request = podLevel.get(resource);
      return request == null ? NONE : request;
    }
    long sum = 0;
    for (Container container : containers) {
      Long request = container.requests.get(resource);
      if (request == null) {
        return NONE;
      }
      sum += request;
    }
    return sum;
  }

  /** The request of one container in milli-units, or {@link #NONE} where there is none. */
  public long ofContainer(String resource, String container) {
    for (Container candidate : containers) {
      if (candidate.name.equals(container)) {
        Long request = candidate.requests.get(resource);
        return request == null ? NONE : request;
      }
    }
    return NONE;
  }

  /**
   * Says in the HPA's words which request is missing.
   *
   * @param container the container whose request was asked for, or null for the whole pod
   */
  public String describeMissing(String resource, @Nullable String container, String pod) {
    if (container == null && podLevel != null) {
      return "missing pod-level request for " + resource + " in Pod " + pod;
    }
    for (Container candidate : containers) {
      if ((container == null || candidate.name.equals(container))
          && !candidate.requests.containsKey(resource)) {
        return "missing request for "
            + resource
            + " in container "
            + candidate.name
            + " of Pod "
            + pod;
      }
    }
    return "container " + container + " not found in Pod " + pod;
  }
}
