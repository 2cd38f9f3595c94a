package dev.flyball.controller.config;

import dev.flyball.controller.config.Parsed.Invalid;
import dev.flyball.controller.config.Parsed.Valid;
import dev.flyball.controller.config.PolicyChange.Added;
import dev.flyball.controller.config.PolicyChange.Changed;
import dev.flyball.controller.config.PolicyChange.Rejected;
import dev.flyball.controller.config.PolicyChange.Removed;
import dev.flyball.core.policy.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force. The last good version of each stays in force while its text is bad, and
 * nothing that one text says touches another policy.
 *
 * <p>Not safe for several threads: the event loop owns it.
 */
public final class PolicyRegistry {
  private final NavigableMap<PolicyId, Entry> entries = new TreeMap<>();

  /**
   * What is known of one key.
   *
   * @param text the text last seen
   * @param inForce the last good version; null where there was none
   * @param problems what is wrong with the text; empty where it is in force
   */
  private record Entry(String text, @Nullable Policy inForce, List<Problem> problems) {}

  /**
   * Takes a ConfigMap as it is now.
   *
   * @return what changed, by key; empty where the texts are those seen before
   */
  public List<PolicyChange> apply(ConfigMapText configMap) {
    if (!configMap.holdsPolicies()) {
      return remove(configMap.namespace(), configMap.name());
    }
    List<PolicyChange> changes = new ArrayList<>();
    for (PolicyId id : idsOf(configMap.namespace(), configMap.name())) {
      if (!configMap.data().containsKey(id.key())) {
        changes.add(removed(id));
      }
    }
    for (Map.Entry<String, String> entry : configMap.data().entrySet()) {
      PolicyId id = new PolicyId(configMap.namespace(), configMap.name(), entry.getKey());
      PolicyChange change = applyKey(id, entry.getValue());
      if (change != null) {
        changes.add(change);
      }
    }
    changes.sort((a, b) -> a.id().compareTo(b.id()));
    return List.copyOf(changes);
  }

  /** Takes note that a ConfigMap is no more. */
  public List<PolicyChange> remove(String namespace, String name) {
    return idsOf(namespace, name).stream().map(this::removed).toList();
  }

  /** The policies in force, by identity in alphabetical order. */
  public NavigableMap<PolicyId, Policy> inForce() {
    NavigableMap<PolicyId, Policy> policies = new TreeMap<>();
    entries.forEach(
        (id, entry) -> {
          if (entry.inForce != null) {
            policies.put(id, entry.inForce);
          }
        });
    return Collections.unmodifiableNavigableMap(policies);
  }

  /** What is wrong with the text of a policy as last seen; empty where it is in force. */
  public List<Problem> problems(PolicyId id) {
    Entry entry = entries.get(id);
    return entry == null ? List.of() : entry.problems;
  }

  private List<PolicyId> idsOf(String namespace, String name) {
    return entries.tailMap(new PolicyId(namespace, name, ""), true).keySet().stream()
        .takeWhile(id -> id.namespace().equals(namespace) && id.configMap().equals(name))
        .toList();
  }

  private PolicyChange removed(PolicyId id) {
    Entry entry = entries.remove(id);
    return new Removed(id, Optional.ofNullable(entry == null ? null : entry.inForce));
  }

  private @Nullable PolicyChange applyKey(PolicyId id, String text) {
    Entry before = entries.get(id);
    if (before != null && before.text.equals(text)) {
      return null;
    }
    Policy previous = before == null ? null : before.inForce;
    return switch (PolicyReader.read(text, id.origin())) {
      case Valid<Policy> valid -> {
        entries.put(id, new Entry(text, valid.value(), List.of()));
        yield accepted(id, before, valid);
      }
      case Invalid<Policy> invalid -> {
        entries.put(id, new Entry(text, previous, invalid.problems()));
        yield new Rejected(id, invalid.problems(), Optional.ofNullable(previous));
      }
    };
  }

  private static @Nullable PolicyChange accepted(
      PolicyId id, @Nullable Entry before, Valid<Policy> valid) {
    Policy policy = valid.value();
    if (before == null || before.inForce == null) {
      return new Added(id, policy, valid.warnings());
    }
    boolean same = before.inForce.equals(policy) && before.problems.isEmpty();
    return same ? null : new Changed(id, before.inForce, policy, valid.warnings());
  }
}
