package dev.flyball.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.CheckedDocument.Checked;
import dev.flyball.controller.config.ManifestChecker.Assume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the documentation are read without problems. */
class DocumentationTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```yaml\n(.*?)^```");

  @ParameterizedTest
  @CsvSource({"policy.md, POLICY", "settings.md, SETTINGS"})
  void examplesAreValid(String page, CheckedDocument.Type type) throws IOException {
    Path docs = Path.of(System.getProperty("basedir", "."), "..", "docs");
    Matcher examples = EXAMPLE.matcher(Files.readString(docs.resolve(page)));
    assertThat(examples.find()).isTrue();
    List<CheckedDocument> documents = ManifestChecker.check(page, examples.group(1), Assume.POLICY);
    assertThat(documents)
        .singleElement()
        .isInstanceOfSatisfying(
            Checked.class,
            checked -> {
              assertThat(checked.type()).isEqualTo(type);
              assertThat(checked.problems()).isEmpty();
            });
  }
}
