/** The cluster: watches, scale subresources, pod metrics, Events and the status of policies. */
@NullMarked
package dev.flyball.controller.cluster;

import org.jspecify.annotations.NullMarked;
