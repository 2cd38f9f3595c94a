/** Tests of the validating webhook. */
@NullMarked
package dev.flyball.controller.admission;

import org.jspecify.annotations.NullMarked;
