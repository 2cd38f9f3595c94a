/** Tests of sharding, on Leases that are a map and clocks that a test moves. */
@NullMarked
package dev.flyball.controller.shard;

import org.jspecify.annotations.NullMarked;
