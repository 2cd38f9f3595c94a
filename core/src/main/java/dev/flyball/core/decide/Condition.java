package dev.flyball.core.decide;

/**
 * One condition of a policy.
 *
 * @param type which one
 * @param status whether it holds
 * @param reason why
 * @param message the same for people
 * @param lastTransitionMillis when the status last changed, in epoch milliseconds; a change of
 *     reason alone does not move it
 */
public record Condition(
    ConditionType type, boolean status, Reason reason, String message, long lastTransitionMillis) {}
