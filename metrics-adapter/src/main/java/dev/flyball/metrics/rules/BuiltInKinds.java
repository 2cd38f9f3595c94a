package dev.flyball.metrics.rules;

import dev.flyball.metrics.api.GroupResource;
import java.util.List;
import java.util.Optional;

/** The kinds of Kubernetes that metrics are about; those of the core group come first. */
final class BuiltInKinds implements ResourceKinds {
  static final BuiltInKinds INSTANCE = new BuiltInKinds();

  static final ResourceKind NAMESPACE = root("namespaces", "namespace", "Namespace");

  private static final List<ResourceKind> KINDS =
      List.of(
          core("pods", "pod", "Pod"),
          core("services", "service", "Service"),
          core("persistentvolumeclaims", "persistentvolumeclaim", "PersistentVolumeClaim"),
          core("replicationcontrollers", "replicationcontroller", "ReplicationController"),
          core("endpoints", "endpoints", "Endpoints"),
          core("configmaps", "configmap", "ConfigMap"),
          core("secrets", "secret", "Secret"),
          core("serviceaccounts", "serviceaccount", "ServiceAccount"),
          NAMESPACE,
          root("nodes", "node", "Node"),
          root("persistentvolumes", "persistentvolume", "PersistentVolume"),
          in("apps", "deployments", "deployment", "Deployment"),
          in("apps", "replicasets", "replicaset", "ReplicaSet"),
          in("apps", "statefulsets", "statefulset", "StatefulSet"),
          in("apps", "daemonsets", "daemonset", "DaemonSet"),
          in("batch", "jobs", "job", "Job"),
          in("batch", "cronjobs", "cronjob", "CronJob"),
          in("networking.k8s.io", "ingresses", "ingress", "Ingress"),
          new ResourceKind(
              new GroupResource("autoscaling", "horizontalpodautoscalers"),
              "horizontalpodautoscaler",
              "v2",
              "HorizontalPodAutoscaler",
              true));

  private static ResourceKind core(String plural, String singular, String kind) {
    return new ResourceKind(new GroupResource("", plural), singular, "v1", kind, true);
  }

  private static ResourceKind root(String plural, String singular, String kind) {
    return new ResourceKind(new GroupResource("", plural), singular, "v1", kind, false);
  }

  private static ResourceKind in(String group, String plural, String singular, String kind) {
    return new ResourceKind(new GroupResource(group, plural), singular, "v1", kind, true);
  }

  @Override
  public Optional<ResourceKind> find(String group, String name) {
    return KINDS.stream()
        .filter(kind -> kind.singular().equals(name) || kind.resource().resource().equals(name))
        .filter(kind -> isOfGroup(kind.resource().group(), group))
        .findFirst();
  }

  private static boolean isOfGroup(String actual, String wanted) {
    return wanted.isEmpty()
        || actual.equals(wanted)
        || ResourceMapping.asLabelPart(actual).equals(wanted);
  }
}
