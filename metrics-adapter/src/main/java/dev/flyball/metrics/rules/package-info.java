/**
 * Rules of prometheus-adapter, compiled: which series they are about, how these are named, which
 * objects their labels name, and the PromQL that answers a question. Pure: nothing here asks a
 * server.
 */
@NullMarked
package dev.flyball.metrics.rules;

import org.jspecify.annotations.NullMarked;
