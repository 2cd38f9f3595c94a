/**
 * An in-process Kubernetes for the demo, the tests and the benchmarks: behaves, and is never part
 * of the image.
 */
@NullMarked
package dev.flyball.minicluster;

import org.jspecify.annotations.NullMarked;
