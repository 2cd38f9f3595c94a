package dev.flyball.controller.demo;

/** Shows the demo to a person. Called on one thread. */
interface DemoScreen extends AutoCloseable {
  /** Something happened that is told once: a start, a change of replicas, a problem. */
  void tell(String line);

  /** What there is to be seen now; called a few times a second. */
  void show(DemoModel model);

  /** Leaves the terminal as it was. */
  @Override
  void close();
}
