/** Tests of what is told of policies. */
@NullMarked
package dev.flyball.controller.report;

import org.jspecify.annotations.NullMarked;
