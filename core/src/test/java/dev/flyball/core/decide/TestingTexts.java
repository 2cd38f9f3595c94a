package dev.flyball.core.decide;

import java.util.ArrayList;
import java.util.List;

/** Keeps every text. */
final class TestingTexts implements DecisionCodec.Texts {
  private final List<String> texts = new ArrayList<>();

  @Override
  public int numberOf(String text) {
    if (!texts.contains(text)) {
      texts.add(text);
    }
    return texts.indexOf(text);
  }

  @Override
  public String text(int number) {
    return texts.get(number);
  }
}
