package dev.flyball.controller.shard;

/** Writes Leases, counts that, and takes it as it comes that another one was quicker. */
final class LeaseWrites {
  private final LeaseStore store;
  private int count;

  LeaseWrites(LeaseStore store) {
    this.store = store;
  }

  /** Begins to count anew. */
  void begin() {
    count = 0;
  }

  int count() {
    return count;
  }

  /** Whether it was written, and by this. */
  boolean write(LeaseRecord lease) {
    count++;
    try {
      store.write(lease);
      return true;
    } catch (LeaseException e) {
      return beaten(e);
    }
  }

  void delete(LeaseRecord lease) {
    try {
      store.delete(lease);
    } catch (LeaseException e) {
      beaten(e);
    }
  }

  private static boolean beaten(LeaseException e) {
    if (!e.isConflict()) {
      throw e;
    }
    return false;
  }
}
