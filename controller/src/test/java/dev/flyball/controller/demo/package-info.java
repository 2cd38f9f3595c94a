/** Tests of the demo. */
@NullMarked
package dev.flyball.controller.demo;

import org.jspecify.annotations.NullMarked;
