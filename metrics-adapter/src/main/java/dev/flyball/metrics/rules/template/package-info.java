/**
 * Go's text templates, with {@code <<} and {@code >>} as delimiters, as far as rules of
 * prometheus-adapter use them.
 */
@NullMarked
package dev.flyball.metrics.rules.template;

import org.jspecify.annotations.NullMarked;
