package dev.flyball.metrics.source.scrape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Spreads pods over an interval: a wheel of slots that turns once an interval, each pod in the slot
 * that a hash of its name gives. One timer turns it for all pods.
 */
final class ScrapeWheel {
  private static final long MIN_TICK_MILLIS = 10;
  private static final long MAX_TICK_MILLIS = 100;
  private static final int TICKS_AN_INTERVAL = 100;

  private final long intervalMillis;
  private final int slotCount;
  private final List<List<PodScrape>> slots;
  private long turnedAt;
  private long carryMillis;
  private int next;

  ScrapeWheel(long intervalMillis, long nowMillis) {
    this.intervalMillis = intervalMillis;
    long tick = Math.clamp(intervalMillis / TICKS_AN_INTERVAL, MIN_TICK_MILLIS, MAX_TICK_MILLIS);
    slotCount = Math.clamp(intervalMillis / tick, 1, 36_000);
    slots = new ArrayList<>(slotCount);
    for (int i = 0; i < slotCount; i++) {
      slots.add(new ArrayList<>(0));
    }
    turnedAt = nowMillis;
  }

  /** Time between two slots, in milliseconds. */
  long tickMillis() {
    return Math.max(1, intervalMillis / slotCount);
  }

  void add(PodScrape pod) {
    slots.get(slot(pod)).add(pod);
  }

  void remove(PodScrape pod) {
    slots.get(slot(pod)).remove(pod);
  }

  /**
   * Turns the wheel to a time and calls back for each pod of the slots passed. At most one turn is
   * made up for, and a clock that is set back turns nothing.
   */
  void turn(long nowMillis, Consumer<PodScrape> due) {
    long elapsed = Math.clamp(nowMillis - turnedAt, 0, intervalMillis);
    turnedAt = nowMillis;
    carryMillis += elapsed * slotCount;
    while (carryMillis >= intervalMillis) {
      carryMillis -= intervalMillis;
      slots.get(next).forEach(due);
      next = (next + 1) % slotCount;
    }
  }

  private int slot(PodScrape pod) {
    int hash = pod.phase();
    // Names differ in their last characters: the hash is mixed before its low bits choose.
    hash *= 0x9e3779b1;
    return Math.floorMod(hash ^ (hash >>> 15), slotCount);
  }
}
