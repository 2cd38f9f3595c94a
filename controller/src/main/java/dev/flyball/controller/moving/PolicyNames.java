package dev.flyball.controller.moving;

import dev.flyball.controller.cluster.ConfigMapStatusStore;
import dev.flyball.controller.config.ConfigMapText;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;

/** Gives imported policies the names of their HPAs, or near ones where those are taken. */
public final class PolicyNames {
  private static final String SUFFIX = "-policy";

  private final BiPredicate<String, ImportedPolicy> taken;
  private final Set<String> given = new HashSet<>();

  /**
   * Names.
   *
   * @param taken whether a ConfigMap of this name is there that the policy does not belong into
   */
  public PolicyNames(BiPredicate<String, ImportedPolicy> taken) {
    this.taken = taken;
  }

  /** Names a policy; no two get the same name. */
  public NamedPolicy name(ImportedPolicy policy) {
    String name = policy.hpa();
    for (int i = 1; !fits(name, policy); i++) {
      name = policy.hpa() + SUFFIX + (i == 1 ? "" : "-" + i);
    }
    return new NamedPolicy(name, policy);
  }

  private boolean fits(String name, ImportedPolicy policy) {
    boolean reserved =
        name.equals(ConfigMapText.SETTINGS_NAME)
            || name.endsWith(ConfigMapStatusStore.SUFFIX)
            || name.endsWith(KeptHpa.SUFFIX);
    return !reserved
        && !given.contains(policy.namespace() + "/" + name)
        && !taken.test(name, policy)
        && given.add(policy.namespace() + "/" + name);
  }
}
