package dev.flyball.controller.cluster;

import dev.flyball.core.policy.LabelSelector;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Trims pod specs to what decides where pods fit; equal ones are shared. Safe for all threads. */
final class ShapeReader {
  private static final Placement ANYWHERE = new Placement(Map.of(), List.of());

  /** Kinds that do not scale. */
  private static final Set<String> UNSCALED = Set.of("DaemonSet", "Job", "Node");

  private static final int MOST_AFFINITIES = 256;

  private final Interner<PodShape> shapes = new Interner<>();

  /** Affinities by their JSON: reading one costs more than all the rest of a pod. */
  private final Map<String, Affinity> affinities = new ConcurrentHashMap<>();

  /**
   * The shape of a pod, or of the pods of a template. Where it may run is left out where nobody
   * would ask the pod for it: the pods of a DaemonSet, each with a node of its own, would have
   * nothing to share.
   */
  PodShape pod(PodSpecFields spec, Map<String, String> labels, @Nullable Workload workload) {
    boolean scaled = workload == null || !UNSCALED.contains(workload.kind());
    Affinity affinity = scaled ? affinity(spec.affinity()) : null;
    PodAmounts amounts = spec.amounts();
    return shapes.intern(
        new PodShape(
            scaled ? placement(spec.nodeSelector(), affinity) : ANYWHERE,
            scaled ? spec.tolerations() : List.of(),
            scaled ? distances(affinity, spec.takesHostPort(), labels) : List.of(),
            amounts.requests(),
            amounts.limits(),
            spec.priorityClass(),
            spec.hasDeadline()));
  }

  private @Nullable Affinity affinity(String json) {
    if (json.isEmpty()) {
      return null;
    }
    if (affinities.size() >= MOST_AFFINITIES) {
      affinities.clear();
    }
    return affinities.computeIfAbsent(json, j -> Serialization.unmarshal(j, Affinity.class));
  }

  private static Placement placement(
      @Nullable Map<String, String> nodeSelector, @Nullable Affinity affinity) {
    List<NodeSelectorTerm> terms = List.of();
    if (affinity != null
        && affinity.getNodeAffinity() != null
        && affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution() != null) {
      terms =
          affinity
              .getNodeAffinity()
              .getRequiredDuringSchedulingIgnoredDuringExecution()
              .getNodeSelectorTerms();
    }
    return new Placement(
        Objects.requireNonNullElse(nodeSelector, Map.of()),
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

  private static List<Distance> distances(
      @Nullable Affinity affinity, boolean takesHostPort, Map<String, String> labels) {
    List<Distance> distances = new ArrayList<>();
    if (affinity != null && affinity.getPodAntiAffinity() != null) {
      for (PodAffinityTerm term :
          affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution()) {
        Distance distance = distance(term, labels);
        if (distance != null) {
          distances.add(distance);
        }
      }
    }
    if (takesHostPort && !labels.isEmpty()) {
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
    LabelSelector selector = selector(term.getLabelSelector());
    return new Distance(
        selector, term.getTopologyKey(), namespaces, everywhere, selector.matches(labels));
  }

  private static LabelSelector selector(io.fabric8.kubernetes.api.model.LabelSelector selector) {
    return new LabelSelector(
        Objects.requireNonNullElse(selector.getMatchLabels(), Map.of()),
        selector.getMatchExpressions().stream()
            .map(
                e ->
                    new LabelSelector.Requirement(
                        e.getKey(),
                        LabelSelector.Operator.valueOf(e.getOperator()),
                        Objects.requireNonNullElse(e.getValues(), List.of())))
            .toList());
  }
}
