/** The last decisions of each policy, in few bytes. */
@NullMarked
package dev.flyball.controller.journal;

import org.jspecify.annotations.NullMarked;
