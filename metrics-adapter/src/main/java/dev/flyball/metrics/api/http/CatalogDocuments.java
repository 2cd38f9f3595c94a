package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.discovery.DiscoveryDocuments;
import dev.flyball.metrics.api.discovery.ObjectDiscovery;
import dev.flyball.metrics.api.discovery.ServedGroups;
import dev.flyball.metrics.api.discovery.ServedVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The discovery documents of one catalog, each made when it is first asked for. Thread-safe. */
final class CatalogDocuments {
  private final Catalog catalog;
  private final ServedGroups served;
  private final Map<ServedVersion, Document> resources = new ConcurrentHashMap<>();
  private final Map<DiscoveryFormat, Document> aggregated = new ConcurrentHashMap<>();

  CatalogDocuments(Catalog catalog, ServedGroups served) {
    this.catalog = catalog;
    this.served = served;
  }

  Catalog catalog() {
    return catalog;
  }

  /** The metrics or objects of a version. */
  Document resources(ServedVersion version) {
    return resources.computeIfAbsent(
        version,
        key ->
            Document.json(
                served
                    .objectsOf(key.group())
                    .map(ObjectDiscovery::resources)
                    .orElseGet(() -> DiscoveryDocuments.resources(key, catalog))));
  }

  /** Everything at once, in one of the aggregated formats. */
  Document aggregated(DiscoveryFormat format) {
    return aggregated.computeIfAbsent(
        format,
        key ->
            Document.of(
                key.mediaType(), DiscoveryDocuments.aggregated(key.version(), served, catalog)));
  }
}
