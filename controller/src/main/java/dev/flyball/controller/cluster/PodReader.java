package dev.flyball.controller.cluster;

import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.Readiness;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trims pods to what the loop needs; what pods have in common, such as labels, is shared among
 * them.
 */
final class PodReader {
  private final Interner<Map<String, String>> labels = new Interner<>();
  private final Interner<PodRequests> requests = new Interner<>();
  private final Interner<Workload> workloads = new Interner<>();
  private final ShapeReader shapes;

  PodReader(ShapeReader shapes) {
    this.shapes = shapes;
  }

  PodInfo read(Pod pod) {
    String namespace = pod.getMetadata().getNamespace().intern();
    String name = pod.getMetadata().getName();
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    PodSpec spec = Objects.requireNonNullElseGet(pod.getSpec(), PodSpec::new);
    Workload workload = Workload.of(pod.getMetadata());
    Map<String, String> own = labels.intern(copy(pod.getMetadata().getLabels()));
    return new PodInfo(
        namespace,
        pod.getMetadata().getUid(),
        own,
        workload == null ? null : workloads.intern(workload),
        row(pod, name, spec, status),
        ScrapeAnnotations.read(
            namespace,
            name,
            pod.getMetadata().getUid(),
            status.getPodIP(),
            copy(pod.getMetadata().getAnnotations()),
            ports(spec)),
        spec.getNodeName() == null ? "" : spec.getNodeName().intern(),
        shapes.pod(spec, own, workload));
  }

  private PodColumns.Row row(Pod pod, String name, PodSpec spec, PodStatus status) {
    PodCondition ready = ready(status);
    return new PodColumns.Row(
        name,
        phase(status.getPhase()),
        pod.getMetadata().getDeletionTimestamp() != null,
        Times.millis(status.getStartTime()),
        ready == null ? Readiness.Absent : readiness(ready.getStatus()),
        ready == null ? PodColumns.NO_TIME : Times.millis(ready.getLastTransitionTime()),
        requests.intern(requests(spec)));
  }

  private static @Nullable PodCondition ready(PodStatus status) {
    for (PodCondition condition : status.getConditions()) {
      if ("Ready".equals(condition.getType())) {
        return condition;
      }
    }
    return null;
  }

  private static PodPhase phase(@Nullable String phase) {
    return switch (phase) {
      case "Running" -> PodPhase.Running;
      case "Succeeded" -> PodPhase.Succeeded;
      case "Failed" -> PodPhase.Failed;
      case "Pending" -> PodPhase.Pending;
      case null -> PodPhase.Pending;
      default -> PodPhase.Unknown;
    };
  }

  private static Readiness readiness(@Nullable String status) {
    return switch (status) {
      case "True" -> Readiness.True;
      case "False" -> Readiness.False;
      case null -> Readiness.Unknown;
      default -> Readiness.Unknown;
    };
  }

  private static PodRequests requests(PodSpec spec) {
    List<PodRequests.Container> containers = new ArrayList<>();
    spec.getContainers().forEach(c -> containers.add(container(c)));
    for (Container init : spec.getInitContainers()) {
      if ("Always".equals(init.getRestartPolicy())) {
        containers.add(container(init));
      }
    }
    return PodRequests.of(containers, milli(spec.getResources()));
  }

  private static PodRequests.Container container(Container container) {
    return new PodRequests.Container(container.getName(), milli(container.getResources()));
  }

  private static Map<String, Long> milli(@Nullable ResourceRequirements resources) {
    if (resources == null || resources.getRequests() == null) {
      return Map.of();
    }
    Map<String, Long> requests = new HashMap<>();
    for (Map.Entry<String, Quantity> request : resources.getRequests().entrySet()) {
      requests.put(
          request.getKey(),
          dev.flyball.core.policy.Quantity.parseMilli(request.getValue().toString()));
    }
    return requests;
  }

  private static List<Integer> ports(PodSpec spec) {
    List<Integer> ports = new ArrayList<>();
    for (Container container : spec.getContainers()) {
      for (ContainerPort port : container.getPorts()) {
        if (port.getProtocol() == null || port.getProtocol().equals("TCP")) {
          ports.add(port.getContainerPort());
        }
      }
    }
    return ports;
  }

  private static Map<String, String> copy(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }
}
