package dev.flyball.metrics.trust;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A vault for one process: what it holds ends with it. */
public final class InMemoryCertificateVault implements CertificateVault {
  private @Nullable StoredCertificates certificates;
  private int version;

  @Override
  public synchronized Future<Held> load() {
    return Future.succeededFuture(new Held(certificates, version()));
  }

  @Override
  public synchronized Future<Boolean> save(StoredCertificates toSave, String expected) {
    if (!expected.equals(version())) {
      return Future.succeededFuture(false);
    }
    certificates = toSave;
    version++;
    return Future.succeededFuture(true);
  }

  private String version() {
    return version == 0 ? "" : String.valueOf(version);
  }
}
