/**
 * How a cluster behaves: controllers, scheduler, kubelet and the pods, in real or in virtual time.
 */
@NullMarked
package dev.flyball.minicluster.cluster;

import org.jspecify.annotations.NullMarked;
