/** State over time: recommendation windows, scale events, and their snapshot. */
@NullMarked
package dev.flyball.core.window;

import org.jspecify.annotations.NullMarked;
