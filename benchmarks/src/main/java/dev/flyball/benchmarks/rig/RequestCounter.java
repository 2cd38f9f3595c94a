package dev.flyball.benchmarks.rig;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The requests of a Deployment, spread evenly over its ready pods. Safe for several threads. */
final class RequestCounter {
  private final Map<String, Double> served = new HashMap<>();
  private final Set<String> ready = new HashSet<>();
  private double rate;
  private long atNanos = System.nanoTime();

  /** So many requests a second come from now on. */
  synchronized void rate(double requestsPerSecond) {
    advance();
    rate = requestsPerSecond;
  }

  /** A pod takes its share from now on. */
  synchronized void join(String pod) {
    advance();
    ready.add(pod);
  }

  synchronized void leave(String pod) {
    advance();
    ready.remove(pod);
    served.remove(pod);
  }

  /** How many pods take their share. */
  synchronized int pods() {
    return ready.size();
  }

  /** What a pod has served so far. */
  synchronized double of(String pod) {
    advance();
    return served.getOrDefault(pod, 0.0);
  }

  private void advance() {
    long now = System.nanoTime();
    double requests = rate * (now - atNanos) / 1e9;
    atNanos = now;
    for (String pod : ready) {
      served.merge(pod, requests / ready.size(), Double::sum);
    }
  }
}
