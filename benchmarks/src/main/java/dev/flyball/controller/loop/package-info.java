/** Benchmarks of what the loop keeps to itself. */
@NullMarked
package dev.flyball.controller.loop;

import org.jspecify.annotations.NullMarked;
