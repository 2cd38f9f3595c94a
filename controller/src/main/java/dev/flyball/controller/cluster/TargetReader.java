package dev.flyball.controller.cluster;

import dev.flyball.core.policy.LabelSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trims workloads to what the loop needs of a scale target. */
final class TargetReader {
  private static final int DEFAULT_REPLICAS = 1;

  private TargetReader() {}

  static TargetInfo read(Deployment d) {
    return info(
        "Deployment",
        d.getMetadata(),
        d.getSpec().getReplicas(),
        d.getStatus() == null ? null : d.getStatus().getReplicas(),
        d.getSpec().getSelector(),
        d.getSpec().getTemplate());
  }

  static TargetInfo read(StatefulSet s) {
    return info(
        "StatefulSet",
        s.getMetadata(),
        s.getSpec().getReplicas(),
        s.getStatus() == null ? null : s.getStatus().getReplicas(),
        s.getSpec().getSelector(),
        s.getSpec().getTemplate());
  }

  static TargetInfo read(ReplicaSet r) {
    return info(
        "ReplicaSet",
        r.getMetadata(),
        r.getSpec().getReplicas(),
        r.getStatus() == null ? null : r.getStatus().getReplicas(),
        r.getSpec().getSelector(),
        r.getSpec().getTemplate());
  }

  static TargetKey key(String kind, ObjectMeta metadata) {
    return new TargetKey(metadata.getNamespace(), "apps", kind, metadata.getName());
  }

  private static TargetInfo info(
      String kind,
      ObjectMeta metadata,
      @Nullable Integer specReplicas,
      @Nullable Integer statusReplicas,
      io.fabric8.kubernetes.api.model.@Nullable LabelSelector selector,
      @Nullable PodTemplateSpec template) {
    return new TargetInfo(
        key(kind, metadata),
        metadata.getResourceVersion(),
        specReplicas == null ? DEFAULT_REPLICAS : specReplicas,
        statusReplicas == null ? 0 : statusReplicas,
        selector == null ? null : selector(selector),
        template == null || template.getSpec() == null ? null : placement(template.getSpec()));
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
}
