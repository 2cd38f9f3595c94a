/** The sources of metrics that the settings name, put together and exchanged as settings change. */
@NullMarked
package dev.flyball.controller.sources;

import org.jspecify.annotations.NullMarked;
