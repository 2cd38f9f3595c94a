package dev.flyball.controller.cluster;

import dev.flyball.core.policy.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Takes label selectors over from the API's form. */
final class Selectors {
  private Selectors() {}

  static LabelSelector of(io.fabric8.kubernetes.api.model.LabelSelector selector) {
    return new LabelSelector(
        Objects.requireNonNullElse(selector.getMatchLabels(), Map.of()),
        selector.getMatchExpressions().stream()
            .map(
                e ->
                    new LabelSelector.Requirement(
                        e.getKey(),
                        LabelSelector.Operator.valueOf(e.getOperator()),
                        Objects.requireNonNullElse(e.getValues(), List.of())))
            .toList());
  }
}
