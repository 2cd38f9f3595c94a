/** What is: pods in columns, readings of metrics, the scale of a target. */
@NullMarked
package dev.flyball.core.observe;

import org.jspecify.annotations.NullMarked;
