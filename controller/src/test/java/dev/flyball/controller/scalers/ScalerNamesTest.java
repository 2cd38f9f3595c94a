package dev.flyball.controller.scalers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.PolicyId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalerNamesTest {
  private static String name(String configMap, String key) {
    return ScalerNames.of(new PolicyId("shop", configMap, key));
  }

  @ParameterizedTest
  @CsvSource({
    "web, web, web",
    "policies, web, policies.web",
    "policies, web.yaml, policies.web.yaml",
    "policies, Web_1, policies.web-1-",
    "a.b, a.b, a.b-",
    "a.b, c, a.b.c-"
  })
  void namesSayWhereAPolicyIs(String configMap, String key, String begin) {
    // A suffix that stands for both follows a dash.
    assertThat(name(configMap, key))
        .matches(begin.endsWith("-") ? "\\Q" + begin + "\\E[0-9a-f]{8}" : "\\Q" + begin + "\\E");
  }

  @Property
  void everyNameIsASubdomainAndNoTwoAreTheSame(
      @ForAll @StringLength(min = 1, max = 5) @Chars({'a', 'B', '.', '-', '_', '1'}) String key,
      @ForAll @StringLength(min = 1, max = 5) @Chars({'a', 'B', '.', '-', '_', '1'}) String other,
      @ForAll @StringLength(max = 250) @CharRange(from = 'a', to = 'c') String configMap) {
    String one = name("a" + configMap, key);
    assertThat(one).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    assertThat(one.length()).isLessThanOrEqualTo(253);
    assertThat(name("a" + configMap, other).equals(one)).isEqualTo(key.equals(other));
    assertThat(name("a." + key, other)).isNotEqualTo(name("a", key + "." + other));
  }
}
