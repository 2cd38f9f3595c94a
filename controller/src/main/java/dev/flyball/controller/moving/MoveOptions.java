package dev.flyball.controller.moving;

/**
 * How carefully a workload is moved.
 *
 * @param dryRun looks and tells what would be done, and changes nothing
 * @param force does not wait for the controller to confirm
 */
public record MoveOptions(boolean dryRun, boolean force) {}
