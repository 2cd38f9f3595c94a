package dev.flyball.controller.cluster;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Remembers the names of what there is of a kind, and so knows what a list no longer names. Belongs
 * to the context.
 *
 * @param <T> what is wanted of an object
 */
final class Following<T> implements ListWatch.Listener<T> {
  /** An object of the kind; without a namespace where the kind has none. */
  record Name(String namespace, String name) {}

  private final Function<T, Name> name;
  private final Consumer<T> there;
  private final BiConsumer<String, String> gone;
  private final Set<Name> known = new HashSet<>();
  private final Set<Name> unlisted = new HashSet<>();

  /**
   * Knows of nothing yet.
   *
   * @param there is told of each that is there or has changed
   * @param gone is told namespace and name of each that has gone
   */
  Following(Function<T, Name> name, Consumer<T> there, BiConsumer<String, String> gone) {
    this.name = name;
    this.there = there;
    this.gone = gone;
  }

  @Override
  public void listing() {
    unlisted.addAll(known);
  }

  @Override
  public void there(T value) {
    Name named = name.apply(value);
    known.add(named);
    unlisted.remove(named);
    there.accept(value);
  }

  @Override
  public void gone(String namespace, String objectName) {
    known.remove(new Name(namespace, objectName));
    gone.accept(namespace, objectName);
  }

  @Override
  public void listed() {
    for (Name missed : Set.copyOf(unlisted)) {
      gone(missed.namespace, missed.name);
    }
    unlisted.clear();
  }
}
