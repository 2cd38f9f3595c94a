package dev.flyball.controller.loop;

import java.util.function.Predicate;

/** Gives policies to another replica in an orderly way. */
public interface HandOver {
  /**
   * Decides no more on the policies of some namespaces, waits for changes of theirs that are under
   * way, and keeps what the next one needs. Takes about two seconds at most.
   *
   * @param ended called once, on any thread, when that is done or cannot be; ends the terms
   */
  void handOver(Predicate<String> namespaces, Runnable ended);
}
