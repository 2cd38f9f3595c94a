/** Real programs that tests compare with, where this machine has them. */
@NullMarked
package dev.flyball.minicluster.real;

import org.jspecify.annotations.NullMarked;
