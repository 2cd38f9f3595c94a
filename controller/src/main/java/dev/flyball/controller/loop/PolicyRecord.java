package dev.flyball.controller.loop;

import dev.flyball.controller.journal.LoggedDecisions;

/**
 * One policy and what was decided on it, as it was at one moment.
 *
 * @param atMillis that moment, in epoch milliseconds
 * @param report its present state
 * @param decisions its last decisions
 * @param changes the last decisions that changed replicas, of a longer time
 */
public record PolicyRecord(
    long atMillis, PolicyReport report, LoggedDecisions decisions, LoggedDecisions changes) {}
