/** Tests of the package of the same name. */
@NullMarked
package dev.flyball.controller.capacity;

import org.jspecify.annotations.NullMarked;
