package dev.flyball.controller.config;

import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.SelectPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads scaling behavior and fills in the API server's defaults, direction by direction. */
final class BehaviorReader {
  private BehaviorReader() {}

  /** Reads a behavior; null where there is none, or after reporting what is wrong with it. */
  static @Nullable Behavior read(@Nullable Value behavior) {
    Fields fields = Fields.open(behavior, "scaleUp", "scaleDown");
    if (fields == null) {
      return null;
    }
    ScalingRules up = rules(fields.get("scaleUp"), ScalingRules.DEFAULT_UP);
    ScalingRules down = rules(fields.get("scaleDown"), ScalingRules.DEFAULT_DOWN);
    return new Behavior(up, down);
  }

  /** Reads one direction; the defaults stand in for what is wrong, as nothing will use them. */
  private static ScalingRules rules(@Nullable Value direction, ScalingRules defaults) {
    Fields fields =
        Fields.open(
            direction, "stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance");
    if (fields == null) {
      return defaults;
    }
    Integer window =
        Scalars.whole(
            fields.get("stabilizationWindowSeconds"),
            0,
            ScalingRules.MAX_WINDOW_SECONDS,
            "seconds");
    SelectPolicy select = Scalars.oneOf(fields.get("selectPolicy"), SelectPolicy.class);
    List<ScalingPolicy> policies = policies(fields.get("policies"));
    return new ScalingRules(
        window == null ? defaults.stabilizationWindowSeconds() : OptionalInt.of(window),
        Objects.requireNonNullElse(select, defaults.selectPolicy()),
        policies.isEmpty() ? defaults.policies() : policies,
        tolerance(fields.get("tolerance")));
  }

  private static List<ScalingPolicy> policies(@Nullable Value list) {
    List<ScalingPolicy> policies = new ArrayList<>();
    if (list == null) {
      return policies;
    }
    if (list.node() instanceof Node.Sequence sequence && sequence.items().isEmpty()) {
      list.error("is an empty list", "write at least one policy, or remove the field");
    }
    for (Value item : list.items()) {
      ScalingPolicy policy = policy(item);
      if (policy != null) {
        policies.add(policy);
      }
    }
    return policies;
  }

  private static @Nullable ScalingPolicy policy(Value item) {
    Fields fields = Fields.open(item, "type", "value", "periodSeconds");
    if (fields == null) {
      return null;
    }
    ScalingPolicy.Type type =
        Scalars.oneOf(fields.require("type", "write Pods or Percent"), ScalingPolicy.Type.class);
    Integer value =
        Scalars.whole(
            fields.require("value", "write how many pods or percent"), 1, Integer.MAX_VALUE, "");
    Integer period =
        Scalars.whole(
            fields.require("periodSeconds", "write 1 to 1800 seconds"),
            1,
            ScalingPolicy.MAX_PERIOD_SECONDS,
            "seconds");
    return type == null || value == null || period == null
        ? null
        : new ScalingPolicy(type, value, period);
  }

  private static OptionalDouble tolerance(@Nullable Value value) {
    BigDecimal quantity = Scalars.quantity(value);
    if (value == null || quantity == null) {
      return OptionalDouble.empty();
    }
    if (quantity.signum() < 0) {
      value.error(quantity.toPlainString() + " is negative", "write 0 or more");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(approximate(quantity));
  }

  /**
   * A quantity as the HPA computes with it: the API server stores 0.35 as {@code 350m}, and the
   * controller multiplies 350 by the double nearest to 0.001, which may differ from 0.35 in the
   * last bit.
   */
  private static double approximate(BigDecimal quantity) {
    int digits = Math.max(0, quantity.stripTrailingZeros().scale());
    int thousandths = (digits + 2) / 3 * 3;
    double whole = quantity.movePointRight(thousandths).doubleValue();
    return thousandths == 0 ? whole : whole * Double.parseDouble("1e-" + thousandths);
  }
}
