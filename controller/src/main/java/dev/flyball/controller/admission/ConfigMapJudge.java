package dev.flyball.controller.admission;

import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.Parsed.Invalid;
import dev.flyball.controller.config.Parsed.Valid;
import dev.flyball.controller.config.PolicyDocument;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.Problem;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.config.SettingsReader;
import dev.flyball.core.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges a change of a ConfigMap by the readers that the controller reads it with.
 *
 * <p>Only texts that change are refused. A bad one may be there already, from before the webhook or
 * from a time when Flyball was down; whoever changes a label, a finalizer or another key of its
 * ConfigMap has not written it, and is told of it by a warning at most.
 */
final class ConfigMapJudge {
  private final String ownNamespace;

  /**
   * @param ownNamespace namespace of the controller, where its settings are
   */
  ConfigMapJudge(String ownNamespace) {
    this.ownNamespace = ownNamespace;
  }

  Judgement judge(Review.OfConfigMap review) {
    ConfigMapText now = review.now();
    ConfigMapText before = review.before().orElse(null);
    Findings findings = new Findings();
    if (isSettings(now) && changesSettings(now, before)) {
      judgeSettings(now, findings);
    }
    Map<String, String> policies = policiesOf(before);
    if (now.holdsPolicies() && !now.data().equals(policies)) {
      judgePolicies(now, policies, findings);
    }
    return findings.judgement();
  }

  private boolean isSettings(ConfigMapText configMap) {
    return configMap.namespace().equals(ownNamespace)
        && configMap.name().equals(ConfigMapText.SETTINGS_NAME);
  }

  private static boolean changesSettings(ConfigMapText now, @Nullable ConfigMapText before) {
    String key = ConfigMapText.SETTINGS_KEY;
    return before == null || !Objects.equals(now.data().get(key), before.data().get(key));
  }

  private static void judgeSettings(ConfigMapText now, Findings findings) {
    switch (SettingsReader.read(now)) {
      case Valid<Settings> valid -> findings.warn(valid.warnings());
      case Invalid<Settings> invalid -> findings.problems.addAll(invalid.problems());
    }
  }

  /** The texts that were policies before; null where none were. */
  private static @Nullable Map<String, String> policiesOf(@Nullable ConfigMapText before) {
    return before != null && before.holdsPolicies() ? before.data() : null;
  }

  private static void judgePolicies(
      ConfigMapText now, @Nullable Map<String, String> before, Findings findings) {
    if (now.data().isEmpty()) {
      findings.warnings.add(
          now.namespace() + "/" + now.name() + " holds no policy; write each under a key of data");
    }
    for (PolicyDocument document : PolicyDocument.readAll(now)) {
      boolean changed = before == null || !document.text().equals(before.get(document.id().key()));
      switch (document.parsed()) {
        case Valid<Policy> valid -> {
          findings.policies.put(document.id(), valid.value());
          if (changed) {
            findings.warn(valid.warnings());
          }
        }
        case Invalid<Policy> invalid when changed -> findings.problems.addAll(invalid.problems());
        case Invalid<Policy> invalid -> findings.warn(invalid.problems());
      }
    }
  }

  /** Collects what is found. */
  private static final class Findings {
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<PolicyId, Policy> policies = new TreeMap<>();

    void warn(List<Problem> found) {
      found.stream().map(Problem::describeAsWarning).forEach(warnings::add);
    }

    Judgement judgement() {
      return new Judgement(problems, warnings, policies);
    }
  }
}
