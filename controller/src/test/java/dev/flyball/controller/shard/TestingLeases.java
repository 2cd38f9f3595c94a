package dev.flyball.controller.shard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The API server's Leases: versions, conflicts, and nothing that is ever late. */
final class TestingLeases implements LeaseStore {
  private final Map<String, LeaseRecord> leases = new TreeMap<>();
  private long version;
  private int writes;

  @Nullable LeaseRecord get(String name) {
    return leases.get(name);
  }

  String holder(String name) {
    LeaseRecord lease = leases.get(name);
    return lease == null ? "" : lease.holder();
  }

  List<String> names() {
    return new ArrayList<>(leases.keySet());
  }

  /** Writes since the start that were carried out. */
  int writes() {
    return writes;
  }

  /** As a person might. */
  void deleteByHand(String name) {
    leases.remove(name);
  }

  @Override
  public List<LeaseRecord> list() {
    return List.copyOf(leases.values());
  }

  @Override
  public LeaseRecord write(LeaseRecord lease) {
    LeaseRecord present = leases.get(lease.name());
    boolean asItWas =
        present == null ? lease.isAbsent() : present.version().equals(lease.version());
    if (!asItWas) {
      throw new LeaseException(lease.name() + " is not as it was", true);
    }
    writes++;
    String now = Long.toString(++version);
    LeaseRecord written =
        new LeaseRecord(lease.name(), now, lease.holder(), "renewed " + now, lease.group());
    leases.put(lease.name(), written);
    return written;
  }

  @Override
  public void delete(LeaseRecord lease) {
    LeaseRecord present = leases.get(lease.name());
    if (present == null || !present.version().equals(lease.version())) {
      throw new LeaseException(lease.name() + " is not as it was", true);
    }
    leases.remove(lease.name());
  }
}
