package dev.flyball.controller.journal;

import dev.flyball.core.decide.DecisionCodec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last few texts of failures of one policy. They are as long as their sources like, so rows
 * have their numbers, and what has not been said for long is forgotten before its rows are.
 */
final class FailureTexts implements DecisionCodec.Texts {
  static final int MOST = 8;
  static final int LONGEST = 500;

  private static final String FORGOTTEN = "the words of this failure are no longer kept";

  /** What a string takes besides its characters. */
  private static final int OVERHEAD = 56;

  private final MemoryBudget budget;
  private final @Nullable String[] texts;
  private int next;

  FailureTexts(MemoryBudget budget) {
    this(budget, new @Nullable String[MOST], 0);
  }

  private FailureTexts(MemoryBudget budget, @Nullable String[] texts, int next) {
    this.budget = budget;
    this.texts = texts;
    this.next = next;
  }

  @Override
  public int numberOf(String text) {
    for (int number = next - 1; number >= Math.max(0, next - MOST); number--) {
      if (isSame(text, texts[number % MOST])) {
        return number;
      }
    }
    String kept = text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    String dropped = texts[next % MOST];
    if (dropped != null) {
      budget.giveBack(bytes(dropped));
    }
    texts[next % MOST] = budget.take(bytes(kept)) ? kept : null;
    return next++;
  }

  private static boolean isSame(String text, @Nullable String kept) {
    if (kept == null || text.length() <= LONGEST) {
      return text.equals(kept);
    }
    return kept.length() == LONGEST && text.regionMatches(0, kept, 0, LONGEST - 1);
  }

  @Override
  public String text(int number) {
    String text = number < next - MOST ? null : texts[number % MOST];
    return text == null ? FORGOTTEN : text;
  }

  private static int bytes(String text) {
    return OVERHEAD + 2 * text.length();
  }

  /** Forgets everything. */
  void release() {
    for (String text : texts) {
      if (text != null) {
        budget.giveBack(bytes(text));
      }
    }
    Arrays.fill(texts, null);
  }

  /** The same texts, for whoever reads on another thread. */
  FailureTexts copy() {
    return new FailureTexts(new MemoryBudget(0), texts.clone(), next);
  }
}
