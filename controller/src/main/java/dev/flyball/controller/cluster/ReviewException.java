package dev.flyball.controller.cluster;

/** A review could not be made, or its answer makes no sense. */
public final class ReviewException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ReviewException(String message) {
    super(message);
  }
}
