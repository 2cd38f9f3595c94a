/** JMH benchmarks of single operations, and the workloads that they measure. */
@NullMarked
package dev.flyball.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
