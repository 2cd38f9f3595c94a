/**
 * The metrics APIs over HTTP: paths, admission, negotiation, answers and errors, as a generic API
 * server of Kubernetes gives them.
 */
@NullMarked
package dev.flyball.metrics.api.http;

import org.jspecify.annotations.NullMarked;
