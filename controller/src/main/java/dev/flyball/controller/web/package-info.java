/** Health, own metrics and the state of policies over HTTP. */
@NullMarked
package dev.flyball.controller.web;

import org.jspecify.annotations.NullMarked;
