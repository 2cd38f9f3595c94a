/**
 * The validating webhook: what the API server asks before it takes a ConfigMap, answered by the
 * very readers that the controller reads it with.
 */
@NullMarked
package dev.flyball.controller.admission;

import org.jspecify.annotations.NullMarked;
