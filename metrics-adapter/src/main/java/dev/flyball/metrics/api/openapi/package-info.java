/** The OpenAPI documents of the metrics APIs, versions 2 and 3. */
@NullMarked
package dev.flyball.metrics.api.openapi;

import org.jspecify.annotations.NullMarked;
