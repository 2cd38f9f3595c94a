/**
 * A Kubernetes API server in one process: a store of JSON objects and the HTTP endpoints that serve
 * it.
 */
@NullMarked
package dev.flyball.minicluster.api;

import org.jspecify.annotations.NullMarked;
