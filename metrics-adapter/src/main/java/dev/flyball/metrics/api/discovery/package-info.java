/** The discovery documents of the metrics APIs: which groups, versions and metrics there are. */
@NullMarked
package dev.flyball.metrics.api.discovery;

import org.jspecify.annotations.NullMarked;
