/** Source of series: the pods' own metrics pages, scraped on one event-loop context. */
@NullMarked
package dev.flyball.metrics.source.scrape;

import org.jspecify.annotations.NullMarked;
