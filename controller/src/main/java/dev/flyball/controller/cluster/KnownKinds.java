package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.model.jackson.Jackson2JdkTypesModule;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * The kinds that are read and written as objects of the Kubernetes client: leases alone. The
 * Kubernetes client would load every kind there is, some 500 classes, to tell by its name what an
 * event of a watch holds.
 *
 * <p>Others are understood too, by way of a generic object, which takes longer.
 */
public final class KnownKinds {
  private static final List<Class<? extends KubernetesResource>> KINDS =
      List.of(Status.class, Lease.class);

  private KnownKinds() {}

  /** What a Kubernetes client reads and writes objects with. */
  public static KubernetesSerialization serialization() {
    JsonMapper mapper =
        JsonMapper.builderWithJackson2Defaults().addModule(new Jackson2JdkTypesModule()).build();
    KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
    KINDS.forEach(serialization::registerKubernetesResource);
    return serialization;
  }
}
