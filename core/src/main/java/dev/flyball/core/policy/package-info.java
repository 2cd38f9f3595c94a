/**
 * What the user asked for: the policy, its metrics and behavior, and the defaults that the API
 * server fills in.
 */
@NullMarked
package dev.flyball.core.policy;

import org.jspecify.annotations.NullMarked;
