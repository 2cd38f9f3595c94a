package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer keeps of its objects: their identity and version, which is all that it needs to
 * follow them. The objects themselves have been told on by then.
 */
final class SlimStore<T extends HasMetadata> implements ItemStore<T> {
  private final ConcurrentHashMap<String, T> items = new ConcurrentHashMap<>();
  private final Supplier<T> empty;

  SlimStore(Supplier<T> empty) {
    this.empty = empty;
  }

  @Override
  public String getKey(T item) {
    return Cache.metaNamespaceKeyFunc(item);
  }

  @Override
  public @Nullable T put(String key, T item) {
    T slim = empty.get();
    ObjectMeta metadata = new ObjectMeta();
    String namespace = item.getMetadata().getNamespace();
    metadata.setNamespace(namespace == null ? null : namespace.intern());
    metadata.setName(item.getMetadata().getName());
    metadata.setUid(item.getMetadata().getUid());
    metadata.setResourceVersion(item.getMetadata().getResourceVersion());
    // Each of these would else be an empty collection of its own, for each of many objects.
    metadata.setAnnotations(Map.of());
    metadata.setLabels(Map.of());
    metadata.setFinalizers(List.of());
    metadata.setManagedFields(List.of());
    metadata.setOwnerReferences(List.of());
    metadata.setAdditionalProperties(Map.of());
    slim.setMetadata(metadata);
    return items.put(key, slim);
  }

  @Override
  public @Nullable T remove(String key) {
    return items.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return items.values().stream();
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public @Nullable T get(String key) {
    return items.get(key);
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
