package dev.flyball.controller.loop;

import io.vertx.core.Future;
import java.util.List;

/** Keeps what has to outlast a restart, and shows it to people. Called on the loop. */
public interface StatusStore {
  /**
   * What was kept of the policies of one ConfigMap. Fails only where it could not be read; what is
   * damaged is part of the result.
   *
   * @param ownerUid uid of the ConfigMap; the status of an earlier one of the same name is not its
   */
  Future<KeptStatuses> load(String namespace, String configMap, String ownerUid);

  /**
   * What is to be kept.
   *
   * @param reports all policies of a ConfigMap
   * @param last whether the writer has ended with it: nothing was decided afterwards
   */
  record Contents(List<PolicyReport> reports, boolean last) {
    public Contents {
      reports = List.copyOf(reports);
    }
  }

  /**
   * Writes the status of all policies of one ConfigMap.
   *
   * @param ownerUid uid of the ConfigMap, which owns the status
   */
  Future<Void> save(String namespace, String configMap, String ownerUid, Contents contents);
}
