package dev.flyball.metrics.source.promql;

/**
 * The value of a series of one pod.
 *
 * @param pod name of the pod
 * @param milli value in milli-units
 * @param atMillis when it was taken, in epoch milliseconds
 */
public record PodValue(String pod, long milli, long atMillis) {}
