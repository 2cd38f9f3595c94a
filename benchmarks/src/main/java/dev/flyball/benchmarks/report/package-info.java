/** Result files, and the tables that are made of them. */
@NullMarked
package dev.flyball.benchmarks.report;

import org.jspecify.annotations.NullMarked;
