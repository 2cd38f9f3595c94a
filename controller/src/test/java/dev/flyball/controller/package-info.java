/** Borders between packages, and doubles that several packages' tests use. */
@NullMarked
package dev.flyball.controller;

import org.jspecify.annotations.NullMarked;
