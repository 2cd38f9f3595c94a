package dev.flyball.controller.loop;

import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.Problem;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.config.SettingsChange;
import dev.flyball.controller.config.SettingsRegistry;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.policy.Policy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the settings, and tells of those that are refused. Owned by the loop. */
final class SettingsInForce {
  private static final Logger LOG = LoggerFactory.getLogger("flyball.settings");

  private final SettingsRegistry registry = new SettingsRegistry();
  private final EventSink events;
  private final Map<PolicyId, List<Problem>> refused = new HashMap<>();

  SettingsInForce(EventSink events) {
    this.events = events;
  }

  Settings inForce() {
    return registry.inForce();
  }

  /** How often a policy is evaluated, in milliseconds; the default without one. */
  long periodMillis(@Nullable Policy policy) {
    Duration byDefault = inForce().syncPeriod();
    return policy == null
        ? byDefault.toMillis()
        : policy.options().syncPeriod().orElse(byDefault).toMillis();
  }

  /** Takes the ConfigMap of the settings; gives the settings where they have changed. */
  Optional<Settings> apply(ConfigMapText configMap) {
    PolicyId id = new PolicyId(configMap.namespace(), configMap.name(), ConfigMapText.SETTINGS_KEY);
    return take(id, registry.apply(configMap));
  }

  /** The ConfigMap is gone: the defaults come back. */
  Optional<Settings> remove() {
    return take(new PolicyId("", ConfigMapText.SETTINGS_NAME, ""), registry.remove());
  }

  /** Tells once more of settings that are refused, as who leads now may not have told of them. */
  void complain() {
    refused.forEach(
        (id, problems) ->
            problems.forEach(
                p -> events.event(id, null, true, Reason.InvalidPolicy.name(), p.describe())));
  }

  private Optional<Settings> take(PolicyId id, SettingsChange change) {
    refused.clear();
    return switch (change) {
      case SettingsChange.Unchanged unchanged -> Optional.empty();
      case SettingsChange.Changed changed -> {
        LOG.info("settings are in force: {}", changed.settings());
        changed.warnings().forEach(w -> LOG.warn(w.describeAsWarning()));
        yield Optional.of(changed.settings());
      }
      case SettingsChange.Rejected rejected -> {
        for (Problem problem : rejected.problems()) {
          LOG.warn("settings stay as they were: {}", problem.describe());
        }
        refused.put(id, rejected.problems());
        complain();
        yield Optional.empty();
      }
    };
  }
}
