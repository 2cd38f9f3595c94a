package dev.flyball.controller.moving;

import dev.flyball.controller.moving.ClusterApi.Reply;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Takes an HPA out of the cluster and keeps it, and puts it back. */
final class HpaShelf {
  private static final int CONFLICT = 409;

  /** The status of an HPA changes all the time, and so does its version. */
  private static final int ATTEMPTS = 8;

  private final ClusterApi api;
  private final Patience patience;
  private final String namespace;
  private final String name;

  HpaShelf(ClusterApi api, Patience patience, String namespace, String name) {
    this.api = api;
    this.patience = patience;
    this.namespace = namespace;
    this.name = name;
  }

  String keeper() {
    return "ConfigMap " + namespace + "/" + KeptHpa.nameOf(name);
  }

  Reply read() {
    return api.get(Paths.hpa(namespace, name));
  }

  private String keeperPath() {
    return Paths.configMap(namespace, KeptHpa.nameOf(name));
  }

  Reply readKeeper() {
    return api.get(keeperPath());
  }

  /** Keeps a copy. */
  void keep(ObjectNode hpa) throws MoveException {
    ObjectNode configMap = KeptHpa.configMap(KeptHpa.clean(hpa));
    Reply reply = api.post(Paths.configMaps(namespace), configMap);
    if (reply.status() == CONFLICT) {
      Reply there = readKeeper();
      if (!there.ok() || !KeptHpa.isOurs(there.object())) {
        throw new MoveException(keeper() + " is there and is somebody else's");
      }
      reply = api.mergePatch(keeperPath(), configMap);
    }
    if (!reply.ok()) {
      throw new MoveException("the HPA cannot be kept: " + reply.why());
    }
  }

  void forget() throws MoveException {
    Reply reply = api.delete(keeperPath(), JsonMapper.shared().createObjectNode());
    if (!reply.ok() && !reply.notFound()) {
      throw new MoveException(keeper() + " cannot be deleted: " + reply.why());
    }
  }

  /** Deletes exactly the HPA that is kept, and waits until it is gone. */
  void remove(ObjectNode seen) throws MoveException {
    ObjectNode hpa = seen;
    for (int attempt = 0; ; attempt++) {
      Reply reply = api.delete(Paths.hpa(namespace, name), exactly(hpa));
      if (reply.status() == CONFLICT && attempt < ATTEMPTS) {
        Reply again = read();
        if (!again.ok()) {
          throw new MoveException("the HPA cannot be read: " + again.why());
        }
        hpa = again.object();
        keep(hpa);
        continue;
      }
      boolean onItsWay = reply.ok() || reply.notFound() || isGone();
      if (!onItsWay) {
        throw new MoveException("the HPA cannot be deleted: " + reply.why());
      }
      return;
    }
  }

  boolean isGoneInTime() {
    return patience.until(this::isGone);
  }

  private boolean isGone() {
    return read().notFound();
  }

  private static ObjectNode exactly(ObjectNode hpa) {
    ObjectNode options = JsonMapper.shared().createObjectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions");
    ObjectNode preconditions = options.putObject("preconditions");
    preconditions.put("uid", hpa.path("metadata").path("uid").asString(""));
    preconditions.put("resourceVersion", hpa.path("metadata").path("resourceVersion").asString(""));
    return options;
  }

  /** Creates the HPA that is kept. Where no answer comes it is looked what came of it. */
  void putBack() throws MoveException {
    Reply kept = readKeeper();
    ObjectNode hpa =
        KeptHpa.read(kept.object())
            .orElseThrow(() -> new MoveException(keeper() + " holds no HPA: " + kept.why()));
    Reply reply = api.post(Paths.hpas(namespace), hpa);
    boolean there = reply.ok() || reply.status() == CONFLICT || read().ok();
    if (!there) {
      throw new MoveException("the HPA cannot be created: " + reply.why());
    }
  }

  /** What a person does to get the HPA back. */
  String byHand() {
    return "kubectl -n "
        + namespace
        + " get configmap "
        + KeptHpa.nameOf(name)
        + " -o jsonpath='{.data.hpa\\.json}' | kubectl create -f -";
  }
}
