/** Traffic: a load balancer before ready pods, and a generator that sends requests through it. */
@NullMarked
package dev.flyball.minicluster.load;

import org.jspecify.annotations.NullMarked;
