/** Which replica decides on the policies of which namespaces, and how that passes on. */
@NullMarked
package dev.flyball.controller.shard;

import org.jspecify.annotations.NullMarked;
