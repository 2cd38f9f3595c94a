package dev.flyball.controller.cluster;

import dev.flyball.core.policy.LabelSelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trims pod specs to what decides where pods fit; equal ones are shared. Safe for all threads. */
final class ShapeReader {
  private static final Placement ANYWHERE = new Placement(Map.of(), List.of());

  /** Kinds that do not scale. */
  private static final Set<String> UNSCALED = Set.of("DaemonSet", "Job", "Node");

  private final Interner<PodShape> shapes = new Interner<>();

  /** The shape of the pods of a template with these labels. */
  PodShape template(PodSpec spec, @Nullable Map<String, String> labels) {
    return whole(spec, Objects.requireNonNullElse(labels, Map.of()));
  }

  /**
   * The shape of a pod. Where it may run is left out where nobody would ask the pod for it: the
   * pods of a DaemonSet, each with a node of its own, would have nothing to share.
   */
  PodShape pod(PodSpec spec, Map<String, String> labels, @Nullable Workload workload) {
    if (workload == null || !UNSCALED.contains(workload.kind())) {
      return whole(spec, labels);
    }
    return shapes.intern(shape(spec, ANYWHERE, List.of(), List.of()));
  }

  private PodShape whole(PodSpec spec, Map<String, String> labels) {
    return shapes.intern(shape(spec, placement(spec), tolerations(spec), distances(spec, labels)));
  }

  private static PodShape shape(
      PodSpec spec, Placement placement, List<Toleration> tolerations, List<Distance> distances) {
    return new PodShape(
        placement,
        tolerations,
        distances,
        PodAmounts.requests(spec),
        PodAmounts.limits(spec),
        Objects.requireNonNullElse(spec.getPriorityClassName(), ""),
        spec.getActiveDeadlineSeconds() != null);
  }

  private static Placement placement(PodSpec spec) {
    List<NodeSelectorTerm> terms = List.of();
    if (spec.getAffinity() != null
        && spec.getAffinity().getNodeAffinity() != null
        && spec.getAffinity().getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution()
            != null) {
      terms =
          spec.getAffinity()
              .getNodeAffinity()
              .getRequiredDuringSchedulingIgnoredDuringExecution()
              .getNodeSelectorTerms();
    }
    return new Placement(
        Objects.requireNonNullElse(spec.getNodeSelector(), Map.of()),
        terms.stream()
            .map(t -> new Placement.Term(all(t.getMatchExpressions()), all(t.getMatchFields())))
            .toList());
  }

  private static List<Placement.Requirement> all(@Nullable List<NodeSelectorRequirement> list) {
    return list == null
        ? List.of()
        : list.stream()
            .map(
                r ->
                    new Placement.Requirement(
                        r.getKey(),
                        Placement.Operator.valueOf(r.getOperator()),
                        Objects.requireNonNullElse(r.getValues(), List.of())))
            .toList();
  }

  /** Operators that this does not know bear nothing. */
  private static List<Toleration> tolerations(PodSpec spec) {
    return spec.getTolerations().stream()
        .filter(t -> Set.of("Equal", "Exists").contains(operator(t.getOperator())))
        .map(
            t ->
                new Toleration(
                    Objects.requireNonNullElse(t.getKey(), ""),
                    operator(t.getOperator()).equals("Exists"),
                    Objects.requireNonNullElse(t.getValue(), ""),
                    Objects.requireNonNullElse(t.getEffect(), "")))
        .toList();
  }

  private static String operator(@Nullable String written) {
    return written == null || written.isEmpty() ? "Equal" : written;
  }

  private static List<Distance> distances(PodSpec spec, Map<String, String> labels) {
    List<Distance> distances = new ArrayList<>();
    if (spec.getAffinity() != null && spec.getAffinity().getPodAntiAffinity() != null) {
      for (PodAffinityTerm term :
          spec.getAffinity()
              .getPodAntiAffinity()
              .getRequiredDuringSchedulingIgnoredDuringExecution()) {
        Distance distance = distance(term, labels);
        if (distance != null) {
          distances.add(distance);
        }
      }
    }
    if (takesHostPort(spec) && !labels.isEmpty()) {
      distances.add(
          new Distance(new LabelSelector(labels, List.of()), Distance.HOST, Set.of(), false, true));
    }
    return distances;
  }

  /** Null where it selects nothing, or by the labels of namespaces, which nobody here knows. */
  private static @Nullable Distance distance(PodAffinityTerm term, Map<String, String> labels) {
    if (term.getLabelSelector() == null) {
      return null;
    }
    Set<String> namespaces = new HashSet<>(term.getNamespaces());
    var byLabels = term.getNamespaceSelector();
    boolean everywhere =
        byLabels != null
            && byLabels.getMatchExpressions().isEmpty()
            && (byLabels.getMatchLabels() == null || byLabels.getMatchLabels().isEmpty());
    if (byLabels != null && !everywhere && namespaces.isEmpty()) {
      return null;
    }
    LabelSelector selector = Selectors.of(term.getLabelSelector());
    return new Distance(
        selector, term.getTopologyKey(), namespaces, everywhere, selector.matches(labels));
  }

  private static boolean takesHostPort(PodSpec spec) {
    for (Container container : spec.getContainers()) {
      for (ContainerPort port : container.getPorts()) {
        if (port.getHostPort() != null && port.getHostPort() > 0) {
          return true;
        }
      }
    }
    return false;
  }
}
