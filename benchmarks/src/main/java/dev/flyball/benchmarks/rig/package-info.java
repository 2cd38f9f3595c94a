/**
 * Rigs around the real controller process: a cluster in this process, the controller in another
 * one, HTTP between them.
 */
@NullMarked
package dev.flyball.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
