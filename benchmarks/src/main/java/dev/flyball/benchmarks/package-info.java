/** How fast it is and how that was measured: {@code ./flyball bench}. */
@NullMarked
package dev.flyball.benchmarks;

import org.jspecify.annotations.NullMarked;
