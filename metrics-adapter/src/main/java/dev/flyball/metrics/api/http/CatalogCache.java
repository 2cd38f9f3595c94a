package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.api.discovery.ServedGroups;
import io.vertx.core.Future;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The documents that depend on which metrics there are. The provider is asked at most once a
 * second, and once for all who wait; documents are made anew only when its catalog changes.
 */
final class CatalogCache {
  private static final long KEPT_MILLIS = 1000;
  private final MetricsProvider provider;
  private final ServedGroups served;
  private final Clock clock;
  private @Nullable CatalogDocuments documents;
  private long readAtMillis;
  private @Nullable Future<CatalogDocuments> reading;

  CatalogCache(MetricsProvider provider, ServedGroups served, Clock clock) {
    this.provider = provider;
    this.served = served;
    this.clock = clock;
  }

  /** The documents of now. Thread-safe. */
  synchronized Future<CatalogDocuments> documents() {
    long age = clock.millis() - readAtMillis;
    if (documents != null && age >= 0 && age < KEPT_MILLIS) {
      return Future.succeededFuture(documents);
    }
    if (reading == null) {
      Future<CatalogDocuments> read = provider.catalog().map(this::keep);
      if (!read.isComplete()) {
        reading = read;
        read.onComplete(done -> forgetReading());
      }
      return read;
    }
    return reading;
  }

  private synchronized CatalogDocuments keep(Catalog catalog) {
    readAtMillis = clock.millis();
    if (documents == null || !documents.catalog().equals(catalog)) {
      documents = new CatalogDocuments(catalog, served);
    }
    return documents;
  }

  private synchronized void forgetReading() {
    reading = null;
  }
}
