/** What the outside may know of policies, as JSON in the shapes and words of the HPA's API. */
@NullMarked
package dev.flyball.controller.report;

import org.jspecify.annotations.NullMarked;
