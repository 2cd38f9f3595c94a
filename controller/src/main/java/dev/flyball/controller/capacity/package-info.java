/** How many more pods there is room for: pure functions of nodes, quotas and pods. */
@NullMarked
package dev.flyball.controller.capacity;

import org.jspecify.annotations.NullMarked;
