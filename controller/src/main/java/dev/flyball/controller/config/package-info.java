/**
 * Policies and settings out of ConfigMaps and files: reading, validation with the line of every
 * problem, and the last good version that stays in force.
 */
@NullMarked
package dev.flyball.controller.config;

import org.jspecify.annotations.NullMarked;
