package dev.flyball.controller.capacity;

/**
 * The room that there is for more pods of one shape.
 *
 * @param more how many more fit, 0 or more; {@link Integer#MAX_VALUE} for any number
 * @param shortage what is short once these are there, for people, such as {@code node-1 cpu 200m
 *     free of 500m needed}
 */
public record Room(int more, String shortage) {
  public Room {
    if (more < 0) {
      throw new IllegalArgumentException("room must not be negative: " + more);
    }
  }
}
