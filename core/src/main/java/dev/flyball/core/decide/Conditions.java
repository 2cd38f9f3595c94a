package dev.flyball.core.decide;

import dev.flyball.core.policy.MetricSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that a policy carries. One that a decision does not set keeps its earlier value.
 *
 * <p>Mutable; owned by one thread. Messages are put together when they are read.
 */
public final class Conditions {
  private final Map<ConditionType, Slot> slots = new EnumMap<>(ConditionType.class);

  /** A condition without its text. */
  private static final class Slot {
    boolean status;
    Reason reason = Reason.SucceededGetScale;
    long since;
    @Nullable MetricSpec metric;
    int replicas;
    String text = "";

    String message() {
      if (!text.isEmpty()) {
        return text;
      }
      if (metric != null) {
        return "the HPA was able to successfully calculate a replica count from "
            + metric.description();
      }
      if (reason == Reason.SucceededRescale) {
        return "the HPA controller was able to update the target scale to " + replicas;
      }
      return reason.message();
    }
  }

  /** Sets a condition that says what its reason says. */
  public void set(ConditionType type, boolean status, Reason reason, long nowMillis) {
    slot(type, status, reason, nowMillis);
  }

  /** Sets a condition with a message of its own. */
  public void set(
      ConditionType type, boolean status, Reason reason, String message, long nowMillis) {
    slot(type, status, reason, nowMillis).text = message;
  }

  void setValidMetric(MetricSpec metric, long nowMillis) {
    slot(ConditionType.ScalingActive, true, Reason.ValidMetricFound, nowMillis).metric = metric;
  }

  void setRescaled(int replicas, long nowMillis) {
    slot(ConditionType.AbleToScale, true, Reason.SucceededRescale, nowMillis).replicas = replicas;
  }

  private Slot slot(ConditionType type, boolean status, Reason reason, long nowMillis) {
    Slot slot = slots.get(type);
    if (slot == null) {
      slot = new Slot();
      slot.since = nowMillis;
      slots.put(type, slot);
    } else if (slot.status != status) {
      slot.since = nowMillis;
    }
    slot.status = status;
    slot.reason = reason;
    slot.metric = null;
    slot.replicas = 0;
    slot.text = "";
    return slot;
  }

  /** The condition, or null while it was never set. */
  public @Nullable Condition get(ConditionType type) {
    Slot slot = slots.get(type);
    return slot == null
        ? null
        : new Condition(type, slot.status, slot.reason, slot.message(), slot.since);
  }

  /** The reason of a condition, or null while it was never set. */
  public @Nullable Reason reason(ConditionType type) {
    Slot slot = slots.get(type);
    return slot == null ? null : slot.reason;
  }

  boolean isTrue(ConditionType type) {
    Slot slot = slots.get(type);
    return slot != null && slot.status;
  }

  /** All conditions that were ever set, in the order of {@link ConditionType}. */
  public List<Condition> snapshot() {
    List<Condition> conditions = new ArrayList<>(slots.size());
    slots.forEach(
        (type, slot) ->
            conditions.add(
                new Condition(type, slot.status, slot.reason, slot.message(), slot.since)));
    return conditions;
  }

  void restore(List<Condition> conditions) {
    for (Condition c : conditions) {
      slot(c.type(), c.status(), c.reason(), c.lastTransitionMillis()).text = c.message();
    }
  }
}
