package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rolls Deployments out: one ReplicaSet for each pod template, scaled against each other within
 * maxSurge and maxUnavailable. While a rollout is under way, a scale-up goes to the new ReplicaSet
 * alone.
 */
final class DeploymentController extends ControlLoop {
  private static final String HASH_LABEL = "pod-template-hash";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  /** A ReplicaSet with the numbers of its spec and status. */
  record Member(
      StoredObject object, int desired, int observed, int ready, int available, int revision) {
    static Member of(StoredObject object) {
      ObjectNode tree = object.tree();
      JsonNode status = tree.path("status");
      return new Member(
          object,
          tree.path("spec").path("replicas").asInt(1),
          status.path("replicas").asInt(0),
          status.path("readyReplicas").asInt(0),
          status.path("availableReplicas").asInt(0),
          revision(tree));
    }

    private static int revision(ObjectNode tree) {
      return tree.path("metadata").path("annotations").path(REVISION).asInt(0);
    }
  }

  DeploymentController(ObjectApi objects, Timeline timeline) {
    super(ResourceCatalog.DEPLOYMENTS, objects, timeline);
  }

  @Override
  void reconcile(StoredObject deployment) {
    ObjectNode tree = deployment.tree();
    if (Trees.deleting(tree)) {
      return;
    }
    ObjectNode spec = Json.child(tree, "spec");
    String hash = Trees.hash(spec.path("template"));
    List<Member> members = members(deployment);
    Member current = null;
    var old = new ArrayList<Member>();
    for (Member member : members) {
      if (hash.equals(member.object().labels().get(HASH_LABEL))) {
        current = member;
      } else {
        old.add(member);
      }
    }
    if (current == null) {
      current = create(deployment, spec, hash, old);
    }
    step(spec, current, old);
    observe(deployment, tree, hash);
    prune(spec, old);
  }

  private List<Member> members(StoredObject deployment) {
    return objects().store().dependents(deployment.uid()).stream()
        .filter(o -> o.type().equals(ResourceCatalog.REPLICA_SETS))
        .map(Member::of)
        .toList();
  }

  private Member create(StoredObject deployment, ObjectNode spec, String hash, List<Member> old) {
    int revision = 1 + old.stream().mapToInt(Member::revision).max().orElse(0);
    ObjectNode replicaSet = Json.object();
    ObjectNode metadata =
        replicaSet.putObject("metadata").put("name", deployment.name() + "-" + hash);
    ObjectNode labels = metadata.putObject("labels");
    Json.strings(spec.path("template").path("metadata").path("labels")).forEach(labels::put);
    labels.put(HASH_LABEL, hash);
    metadata.putObject("annotations").put(REVISION, Integer.toString(revision));
    Trees.controlledBy(metadata, deployment);
    ObjectNode wanted = replicaSet.putObject("spec");
    wanted.put("replicas", Rollout.of(spec).initial(old));
    wanted.put("minReadySeconds", spec.path("minReadySeconds").asInt(0));
    ObjectNode selector = spec.path("selector").deepCopy().asObject();
    Json.child(selector, "matchLabels").put(HASH_LABEL, hash);
    wanted.set("selector", selector);
    ObjectNode template = spec.path("template").deepCopy().asObject();
    Json.child(Json.child(template, "metadata"), "labels").put(HASH_LABEL, hash);
    wanted.set("template", template);
    return Member.of(
        objects().create(ResourceCatalog.REPLICA_SETS, deployment.namespace(), replicaSet));
  }

  private void step(ObjectNode spec, Member current, List<Member> old) {
    Rollout rollout = Rollout.of(spec);
    if (rollout.recreate()) {
      old.forEach(member -> scale(member, 0));
      boolean gone = old.stream().allMatch(m -> podsLeft(m) == 0);
      scale(current, gone ? rollout.replicas() : current.desired());
      return;
    }
    scale(current, rollout.current(current, old));
    var oldestFirst = old.stream().sorted(Comparator.comparingInt(Member::revision)).toList();
    int[] sizes = rollout.shrink(current, oldestFirst);
    for (int i = 0; i < sizes.length; i++) {
      scale(oldestFirst.get(i), sizes[i]);
    }
  }

  private int podsLeft(Member member) {
    PodSet pods = PodSet.of(objects(), member.object());
    return pods.active().size() + pods.deleting();
  }

  private void scale(Member member, int replicas) {
    if (member.desired() != replicas) {
      StoredObject object = member.object();
      objects()
          .update(
              object.type(),
              object.namespace(),
              object.name(),
              ObjectApi.Part.MAIN,
              present -> {
                Json.child(present, "spec").put("replicas", replicas);
                return present;
              });
    }
  }

  private void observe(StoredObject deployment, ObjectNode tree, String hash) {
    List<Member> members = members(deployment);
    ObjectNode status = Json.child(tree, "status");
    ObjectNode before = status.deepCopy();
    int desired = tree.path("spec").path("replicas").asInt(1);
    int replicas = members.stream().mapToInt(Member::observed).sum();
    int available = members.stream().mapToInt(Member::available).sum();
    int updated =
        members.stream()
            .filter(m -> hash.equals(m.object().labels().get(HASH_LABEL)))
            .mapToInt(Member::observed)
            .sum();
    status.put("observedGeneration", tree.path("metadata").path("generation").asLong(1));
    status.put("replicas", replicas).put("updatedReplicas", updated);
    status.put("readyReplicas", members.stream().mapToInt(Member::ready).sum());
    status.put("availableReplicas", available);
    status.put("unavailableReplicas", Math.max(0, desired - available));
    boolean enough = available >= desired - Rollout.of(Json.child(tree, "spec")).maxUnavailable();
    Trees.condition(
        status,
        "Available",
        enough,
        enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        enough
            ? "Deployment has minimum availability."
            : "Deployment does not have minimum availability.",
        objects().timestamp());
    boolean complete = updated == desired && replicas == desired && available == desired;
    Trees.condition(
        status,
        "Progressing",
        true,
        complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
        complete ? "ReplicaSet has successfully progressed." : "ReplicaSet is progressing.",
        objects().timestamp());
    if (!Json.same(before, status)) {
      writeStatus(deployment, status);
    }
  }

  private void prune(ObjectNode spec, List<Member> old) {
    var idle =
        old.stream()
            .filter(m -> m.desired() == 0 && m.observed() == 0)
            .sorted(Comparator.comparingInt(Member::revision))
            .toList();
    int excess = idle.size() - spec.path("revisionHistoryLimit").asInt(10);
    for (Member member : idle.subList(0, Math.max(0, excess))) {
      StoredObject object = member.object();
      objects()
          .delete(object.type(), object.namespace(), object.name(), ObjectApi.Deletion.DEFAULT);
    }
  }
}
