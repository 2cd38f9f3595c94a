package dev.flyball.metrics.rules;

import java.util.Optional;

/** Knows kinds of objects by their resources. May be called on any thread; does not block. */
public interface ResourceKinds {
  /** The kinds of Kubernetes itself that metrics are about. */
  static ResourceKinds builtIn() {
    return BuiltInKinds.INSTANCE;
  }

  /**
   * Finds a kind.
   *
   * @param group its group, also with {@code _} for {@code .} and {@code -} as labels have it;
   *     empty for any group, the core group first
   * @param name its resource, singular or plural
   */
  Optional<ResourceKind> find(String group, String name);

  /** These kinds, and those of others where these have none. */
  default ResourceKinds or(ResourceKinds others) {
    return (group, name) -> find(group, name).or(() -> others.find(group, name));
  }
}
