/** Tests of the cluster's edges, against an API server that is a map. */
@NullMarked
package dev.flyball.controller.cluster;

import org.jspecify.annotations.NullMarked;
