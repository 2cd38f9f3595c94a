package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trims the objects that an informer reports on the informer's thread, and tells of them on the
 * loop's context in the order in which they came.
 */
final class ContextHandler<T, V> implements ResourceEventHandler<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ContextHandler.class);

  private final Context context;
  private final Function<T, V> trim;
  private final Consumer<V> there;
  private final Consumer<T> gone;
  private final Promise<Void> listed;

  ContextHandler(
      Context context,
      Function<T, V> trim,
      Consumer<V> there,
      Consumer<T> gone,
      Promise<Void> listed) {
    this.context = context;
    this.trim = trim;
    this.there = there;
    this.gone = gone;
    this.listed = listed;
  }

  @Override
  public void onAdd(T object) {
    tell(object);
  }

  @Override
  public void onUpdate(T before, T object) {
    tell(object);
  }

  private void tell(T object) {
    V trimmed;
    try {
      trimmed = trim.apply(object);
    } catch (RuntimeException e) {
      // One object that cannot be understood must not cost the watch of all others.
      LOG.atWarn().setCause(e).log("ignored an object that cannot be read");
      return;
    }
    context.runOnContext(v -> there.accept(trimmed));
  }

  @Override
  public void onDelete(T object, boolean finalStateUnknown) {
    context.runOnContext(v -> gone.accept(object));
  }

  @Override
  public void onList(String resourceVersion, boolean remainedEmpty) {
    context.runOnContext(v -> listed.tryComplete());
  }
}
