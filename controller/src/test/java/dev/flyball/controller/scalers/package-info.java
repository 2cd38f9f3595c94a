@NullMarked
package dev.flyball.controller.scalers;

import org.jspecify.annotations.NullMarked;
