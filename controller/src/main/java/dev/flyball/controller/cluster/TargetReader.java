package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.jspecify.annotations.Nullable;

/** Trims workloads to what the loop needs of a scale target. */
final class TargetReader {
  private static final int DEFAULT_REPLICAS = 1;

  private final ShapeReader shapes;

  TargetReader(ShapeReader shapes) {
    this.shapes = shapes;
  }

  TargetInfo read(Deployment d) {
    return info(
        "Deployment",
        d.getMetadata(),
        d.getSpec().getReplicas(),
        d.getStatus() == null ? null : d.getStatus().getReplicas(),
        d.getSpec().getSelector(),
        d.getSpec().getTemplate());
  }

  TargetInfo read(StatefulSet s) {
    return info(
        "StatefulSet",
        s.getMetadata(),
        s.getSpec().getReplicas(),
        s.getStatus() == null ? null : s.getStatus().getReplicas(),
        s.getSpec().getSelector(),
        s.getSpec().getTemplate());
  }

  TargetInfo read(ReplicaSet r) {
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

  private TargetInfo info(
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
        selector == null ? null : Selectors.of(selector),
        template == null || template.getSpec() == null ? null : shape(template));
  }

  private PodShape shape(PodTemplateSpec template) {
    ObjectMeta metadata = template.getMetadata();
    return shapes.template(template.getSpec(), metadata == null ? null : metadata.getLabels());
  }
}
