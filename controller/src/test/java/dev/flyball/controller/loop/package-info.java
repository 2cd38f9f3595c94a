@NullMarked
package dev.flyball.controller.loop;

import org.jspecify.annotations.NullMarked;
