/**
 * The objects of the metrics APIs as bytes, in JSON and in protobuf. Pure functions from values to
 * bytes: nothing here knows HTTP.
 */
@NullMarked
package dev.flyball.metrics.api.wire;

import org.jspecify.annotations.NullMarked;
