package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowingTest {
  private final List<String> told = new ArrayList<>();
  private final Following<String> following =
      new Following<>(
          name -> new Following.Name("shop", name),
          name -> told.add("+" + name),
          (namespace, name) -> told.add("-" + name));

  private void list(String... names) {
    following.listing();
    List.of(names).forEach(following::there);
    following.listed();
  }

  @Test
  void whatAListNoLongerNamesHasGone() {
    list("a", "b");
    list("b", "c");
    assertThat(told).containsExactly("+a", "+b", "+b", "+c", "-a");
  }

  @Test
  void aListThatIsBrokenOffTakesNothingAway() {
    list("a", "b");
    following.listing();
    following.there("a");
    list("b");
    assertThat(told).containsExactly("+a", "+b", "+a", "+b", "-a");
  }

  @Test
  void whatHasGoneBetweenListsIsNotToldAgain() {
    list("a");
    following.gone("shop", "a");
    list();
    assertThat(told).containsExactly("+a", "-a");
  }
}
