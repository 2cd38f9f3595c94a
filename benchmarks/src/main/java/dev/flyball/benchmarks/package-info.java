/** JMH benchmarks and the scale rig: how fast it is, and how that was measured. */
@NullMarked
package dev.flyball.benchmarks;

import org.jspecify.annotations.NullMarked;
