/**
 * Puts the metrics APIs together: the server, its certificates, whom it lets in, what it serves.
 */
@NullMarked
package dev.flyball.controller.metricsapi;

import org.jspecify.annotations.NullMarked;
