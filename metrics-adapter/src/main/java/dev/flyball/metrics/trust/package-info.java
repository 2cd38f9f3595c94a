/**
 * Who may ask the metrics APIs, and how both sides know each other: the HTTPS server and its
 * limits, serving certificates, callers authenticated by front proxy, client certificate or token,
 * and authorized by access reviews.
 */
@NullMarked
package dev.flyball.metrics.trust;

import org.jspecify.annotations.NullMarked;
