package dev.flyball.controller.cluster;

import java.lang.ref.WeakReference;
import java.util.WeakHashMap;

/**
 * Gives one instance for all equal values, as long as somebody uses it. Safe for several threads.
 */
final class Interner<T> {
  private final WeakHashMap<T, WeakReference<T>> known = new WeakHashMap<>();

  synchronized T intern(T value) {
    WeakReference<T> reference = known.get(value);
    T shared = reference == null ? null : reference.get();
    if (shared != null) {
      return shared;
    }
    known.put(value, new WeakReference<>(value));
    return value;
  }
}
