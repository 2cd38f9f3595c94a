package dev.flyball.metrics.source.resource;

import org.jspecify.annotations.Nullable;

/**
 * What became of a list.
 *
 * @param pods pods that were delivered
 * @param malformed entries that could not be read
 * @param continueToken the token of the next page, or null on the last one
 * @param error why the list as a whole could not be read to its end, or null; pods that came before
 *     were delivered
 */
public record PodUsageResult(
    int pods, int malformed, @Nullable String continueToken, @Nullable String error) {}
