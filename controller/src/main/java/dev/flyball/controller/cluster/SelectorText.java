package dev.flyball.controller.cluster;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelector.Operator;
import dev.flyball.core.policy.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a label selector in its text form, such as {@code app=web,tier in (a,b),!canary}. */
final class SelectorText {
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "\\s*(?:(?<absent>!)\\s*)?(?<key>[\\w./-]+)\\s*"
              + "(?:(?<op>==|=|!=)\\s*(?<value>[\\w.-]*)"
              + "|(?<set>in|notin)\\s*\\((?<values>[^)]*)\\))?\\s*(?:,|$)");

  private SelectorText() {}

  /** The selector, or null when the text is none. */
  static @Nullable LabelSelector parse(String text) {
    List<Requirement> requirements = new ArrayList<>();
    Matcher matcher = REQUIREMENT.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        return null;
      }
      requirements.add(requirement(matcher));
      at = matcher.end();
    }
    return new LabelSelector(Map.of(), requirements);
  }

  private static Requirement requirement(Matcher m) {
    String key = m.group("key");
    if (m.group("absent") != null) {
      return new Requirement(key, Operator.DoesNotExist, List.of());
    }
    if (m.group("op") != null) {
      Operator operator = m.group("op").equals("!=") ? Operator.NotIn : Operator.In;
      return new Requirement(key, operator, List.of(m.group("value")));
    }
    if (m.group("set") != null) {
      Operator operator = m.group("set").equals("in") ? Operator.In : Operator.NotIn;
      return new Requirement(key, operator, List.of(m.group("values").trim().split("\\s*,\\s*")));
    }
    return new Requirement(key, Operator.Exists, List.of());
  }
}
