/** Assembles the process. */
@NullMarked
package dev.flyball.controller;

import org.jspecify.annotations.NullMarked;
