/** Tests of the reading of policies and settings. */
@NullMarked
package dev.flyball.controller.config;

import org.jspecify.annotations.NullMarked;
