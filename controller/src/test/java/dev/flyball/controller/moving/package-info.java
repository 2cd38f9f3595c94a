@NullMarked
package dev.flyball.controller.moving;

import org.jspecify.annotations.NullMarked;
