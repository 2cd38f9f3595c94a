/**
 * Moving workloads from HPAs to policies and back: what an HPA becomes as a policy, and the steps
 * by which one or the other scales.
 */
@NullMarked
package dev.flyball.controller.moving;

import org.jspecify.annotations.NullMarked;
