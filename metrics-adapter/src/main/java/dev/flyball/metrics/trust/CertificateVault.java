package dev.flyball.metrics.trust;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Where replicas keep the certificates that they share. The first who saves wins. */
public interface CertificateVault {
  /**
   * What a vault holds.
   *
   * @param certificates null where it holds nothing yet
   * @param version what {@link #save} has to know to replace it; empty where there is nothing
   */
  record Held(@Nullable StoredCertificates certificates, String version) {}

  /** Reads. Fails where the vault cannot be reached or holds what is somebody else's. */
  Future<Held> load();

  /**
   * Writes, unless somebody else has written since.
   *
   * @param version of what was loaded
   * @return false where somebody else was first: load again. Fails where it cannot be reached
   */
  Future<Boolean> save(StoredCertificates certificates, String version);
}
