/** Source of CPU and memory: decodes lists of metrics.k8s.io as they arrive. */
@NullMarked
package dev.flyball.metrics.source.resource;

import org.jspecify.annotations.NullMarked;
