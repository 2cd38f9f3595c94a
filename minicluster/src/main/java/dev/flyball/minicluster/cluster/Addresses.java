package dev.flyball.minicluster.cluster;

import java.util.ArrayDeque;

/**
 * Loopback addresses for pods, from 127.64.0.1 up; given back addresses are used again last. Safe
 * for all threads.
 */
final class Addresses {
  private static final int FIRST = (127 << 24) | (64 << 16) | 1;

  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private int next = FIRST;

  synchronized String next() {
    int address = free.size() > 1024 ? free.removeFirst() : fresh();
    return (address >>> 24)
        + "."
        + ((address >> 16) & 255)
        + "."
        + ((address >> 8) & 255)
        + "."
        + (address & 255);
  }

  private int fresh() {
    int lastByte = next & 255;
    if (lastByte == 255) {
      next += 2;
    }
    return next++;
  }

  synchronized void release(String ip) {
    String[] parts = ip.split("\\.", -1);
    int address = 0;
    for (String part : parts) {
      address = (address << 8) | Integer.parseInt(part);
    }
    free.addLast(address);
  }
}
