package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.decide.HistorySnapshot;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Keeps what has to outlast a restart, and shows it to people. Called on the loop. */
public interface StatusStore {
  /**
   * What was kept of the policies of one ConfigMap, by key; empty where there is nothing usable.
   */
  Future<Map<PolicyId, HistorySnapshot>> load(String namespace, String configMap);

  /**
   * Writes the status of all policies of one ConfigMap.
   *
   * @param ownerUid uid of the ConfigMap, which owns the status
   * @param reports all policies of the ConfigMap
   */
  Future<Void> save(
      String namespace, String configMap, String ownerUid, List<PolicyReport> reports);
}
