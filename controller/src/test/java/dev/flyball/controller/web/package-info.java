@NullMarked
package dev.flyball.controller.web;

import org.jspecify.annotations.NullMarked;
