/** The demo: a small cluster, an application under load and the controller, all in this process. */
@NullMarked
package dev.flyball.controller.demo;

import org.jspecify.annotations.NullMarked;
