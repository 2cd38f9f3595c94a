@NullMarked
package dev.flyball.controller.telemetry;

import org.jspecify.annotations.NullMarked;
