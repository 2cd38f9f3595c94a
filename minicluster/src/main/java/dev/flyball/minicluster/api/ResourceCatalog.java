package dev.flyball.minicluster.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The resources that the API serves: the built-in ones and those registered later. Safe for all
 * threads.
 */
public final class ResourceCatalog {
  private static final List<String> EVENT_FIELDS =
      List.of(
          "involvedObject.kind",
          "involvedObject.namespace",
          "involvedObject.name",
          "involvedObject.uid",
          "reason",
          "type",
          "reportingComponent");

  /** Core pods. */
  public static final ResourceType PODS =
      row(
          "",
          "v1",
          "pods",
          "Pod",
          true,
          "po",
          true,
          null,
          List.of("spec.nodeName", "status.phase"));

  /** Core nodes. */
  public static final ResourceType NODES =
      row("", "v1", "nodes", "Node", false, "no", true, null, List.of());

  /** Core namespaces. */
  public static final ResourceType NAMESPACES =
      row("", "v1", "namespaces", "Namespace", false, "ns", true, null, List.of("status.phase"));

  /** Core events; events.k8s.io shows the same objects in its own shape. */
  public static final ResourceType EVENTS =
      row("", "v1", "events", "Event", true, "ev", false, null, EVENT_FIELDS);

  /** Deployments. */
  public static final ResourceType DEPLOYMENTS =
      row(
          "apps",
          "v1",
          "deployments",
          "Deployment",
          true,
          "deploy",
          true,
          ScalePaths.APPS,
          List.of());

  /** ReplicaSets. */
  public static final ResourceType REPLICA_SETS =
      row("apps", "v1", "replicasets", "ReplicaSet", true, "rs", true, ScalePaths.APPS, List.of());

  /** StatefulSets. */
  public static final ResourceType STATEFUL_SETS =
      row(
          "apps",
          "v1",
          "statefulsets",
          "StatefulSet",
          true,
          "sts",
          true,
          ScalePaths.APPS,
          List.of());

  /** CustomResourceDefinitions; creating one registers its kind. */
  public static final ResourceType CRDS =
      row(
          "apiextensions.k8s.io",
          "v1",
          "customresourcedefinitions",
          "CustomResourceDefinition",
          false,
          "crd",
          true,
          null,
          List.of());

  private static final List<ResourceType> BUILT_IN =
      List.of(
          NAMESPACES,
          NODES,
          PODS,
          EVENTS,
          plain("", "v1", "configmaps", "ConfigMap", true, "cm"),
          row("", "v1", "secrets", "Secret", true, "", false, null, List.of("type")),
          status("", "v1", "services", "Service", "svc"),
          plain("", "v1", "serviceaccounts", "ServiceAccount", true, "sa"),
          plain("", "v1", "endpoints", "Endpoints", true, "ep"),
          status("", "v1", "resourcequotas", "ResourceQuota", "quota"),
          plain("", "v1", "limitranges", "LimitRange", true, "limits"),
          status("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", "pvc"),
          row(
              "",
              "v1",
              "replicationcontrollers",
              "ReplicationController",
              true,
              "rc",
              true,
              ScalePaths.APPS,
              List.of()),
          DEPLOYMENTS,
          REPLICA_SETS,
          STATEFUL_SETS,
          status("apps", "v1", "daemonsets", "DaemonSet", "ds"),
          status("batch", "v1", "jobs", "Job", ""),
          status("batch", "v1", "cronjobs", "CronJob", "cj"),
          status("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", "hpa"),
          plain("coordination.k8s.io", "v1", "leases", "Lease", true, ""),
          plain("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true, ""),
          row("events.k8s.io", "v1", "events", "Event", true, "ev", false, null, EVENT_FIELDS),
          status("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", "pdb"),
          status("networking.k8s.io", "v1", "ingresses", "Ingress", "ing"),
          plain("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true, "netpol"),
          plain("rbac.authorization.k8s.io", "v1", "roles", "Role", true, ""),
          plain("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true, ""),
          plain("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false, ""),
          plain(
              "rbac.authorization.k8s.io",
              "v1",
              "clusterrolebindings",
              "ClusterRoleBinding",
              false,
              ""),
          row(
              "apiregistration.k8s.io",
              "v1",
              "apiservices",
              "APIService",
              false,
              "",
              true,
              null,
              List.of()),
          CRDS,
          plain("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false, "pc"),
          plain(
              "admissionregistration.k8s.io",
              "v1",
              "validatingwebhookconfigurations",
              "ValidatingWebhookConfiguration",
              false,
              ""),
          plain(
              "admissionregistration.k8s.io",
              "v1",
              "mutatingwebhookconfigurations",
              "MutatingWebhookConfiguration",
              false,
              ""));

  private final CopyOnWriteArrayList<ResourceType> types = new CopyOnWriteArrayList<>(BUILT_IN);

  private static ResourceType row(
      String group,
      String version,
      String plural,
      String kind,
      boolean namespaced,
      String shortName,
      boolean status,
      @org.jspecify.annotations.Nullable ScalePaths scale,
      List<String> fields) {
    var shortNames = shortName.isEmpty() ? List.<String>of() : List.of(shortName);
    return new ResourceType(
        group, version, plural, kind, namespaced, shortNames, status, scale, fields);
  }

  private static ResourceType status(
      String group, String version, String plural, String kind, String shortName) {
    return row(group, version, plural, kind, true, shortName, true, null, List.of());
  }

  private static ResourceType plain(
      String group,
      String version,
      String plural,
      String kind,
      boolean namespaced,
      String shortName) {
    return row(group, version, plural, kind, namespaced, shortName, false, null, List.of());
  }

  /** Adds a resource; one with the same group and plural is replaced. */
  public void register(ResourceType type) {
    types.removeIf(t -> t.groupPlural().equals(type.groupPlural()));
    types.add(type);
  }

  void unregister(String group, String plural) {
    types.removeIf(t -> t.group().equals(group) && t.plural().equals(plural));
  }

  /** All resources in the order of discovery. */
  public List<ResourceType> all() {
    return List.copyOf(types);
  }

  /** The resource by its place in a path. */
  public Optional<ResourceType> find(String group, String version, String plural) {
    return types.stream()
        .filter(
            t ->
                t.plural().equals(plural) && t.group().equals(group) && t.version().equals(version))
        .findFirst();
  }

  /**
   * The resource of an object by its {@code apiVersion} and {@code kind}.
   *
   * @throws ApiException 404 when there is none
   */
  public ResourceType ofKind(String apiVersion, String kind) {
    return types.stream()
        .filter(t -> t.kind().equals(kind) && t.apiVersion().equals(apiVersion))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiException(
                    404, "NotFound", "no resource serves kind " + kind + " of " + apiVersion));
  }

  /** The group versions other than core, in the order of the table, each once. */
  Collection<String> groupVersions() {
    var seen = new ArrayList<String>();
    for (ResourceType type : types) {
      if (!type.group().isEmpty() && !seen.contains(type.apiVersion())) {
        seen.add(type.apiVersion());
      }
    }
    return seen;
  }
}
