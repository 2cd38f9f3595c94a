package dev.flyball.controller.shard;

import java.util.List;

/**
 * The Leases of the controller's namespace. All methods block for a request, and throw {@link
 * LeaseException} where it was not carried out, or may not have been.
 */
public interface LeaseStore {
  /** All that are there, as they are while this is asked; never out of a cache. */
  List<LeaseRecord> list();

  /**
   * Writes holder and group, and renews: creates a Lease without version, and changes one with a
   * version only if that is still its own.
   *
   * @return the Lease as it is now
   */
  LeaseRecord write(LeaseRecord lease);

  /** Deletes a Lease if it still has this version. */
  void delete(LeaseRecord lease);
}
