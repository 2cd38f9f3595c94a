package dev.flyball.minicluster.cluster;

/**
 * What runs in a started pod. Called on the cluster's thread and on event loops; nothing here may
 * block.
 */
public interface PodProcess {
  /** Address that the pod answers on. */
  String ip();

  /** Port that it answers on when that differs from the template's annotation; 0 when not. */
  default int port() {
    return 0;
  }

  /** What it used since the last call, or uses now. */
  PodUse measure(long nowMillis);

  /** Told when the pod becomes ready or unready. */
  default void ready(boolean ready) {}

  /** Ends it. */
  default void stop() {}
}
