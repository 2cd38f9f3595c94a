package dev.flyball.core.decide;

/**
 * An event that a decision gives rise to.
 *
 * @param warning whether it is of type Warning, instead of Normal
 * @param reason its reason
 * @param message what it says
 */
public record DecisionEvent(boolean warning, Reason reason, String message) {}
