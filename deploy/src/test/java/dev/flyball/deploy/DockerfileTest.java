package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The build of the image has the files that its scripts use. */
class DockerfileTest {
  private static final Path ROOT = TestingHelm.DEPLOY.resolve("..");

  private static final Pattern USED = Pattern.compile("\"\\$HERE/([a-z][\\w.]*)");
  private static final Pattern COPIED = Pattern.compile("(?m)^COPY (?!--)(.*) \\S+$");

  /** Scripts of the layout, and those that they start in turn. */
  private static SortedSet<String> used() {
    SortedSet<String> used = new TreeSet<>(List.of("deploy/layout"));
    for (String script : List.of("layout", "train", "unsigned")) {
      USED.matcher(TestingHelm.read(TestingHelm.DEPLOY.resolve(script)))
          .results()
          .forEach(found -> used.add("deploy/" + found.group(1)));
    }
    return used;
  }

  @Test
  void theStageThatLaysOutHasAllThatItsScriptsUse() {
    String dockerfile = TestingHelm.read(TestingHelm.DEPLOY.resolve("Dockerfile"));
    String stage = dockerfile.substring(dockerfile.indexOf("AS layout"));
    List<String> copied =
        COPIED
            .matcher(stage)
            .results()
            .flatMap(found -> List.of(found.group(1).split(" ", -1)).stream())
            .toList();
    assertThat(used())
        .contains("deploy/train", "deploy/unsigned", "deploy/jvm.flags", "deploy/try");
    assertThat(copied).containsAll(used());
  }

  @Test
  void whatIsCopiedIsNotIgnored() {
    List<String> ignored = TestingHelm.read(ROOT.resolve(".dockerignore")).lines().toList();
    assertThat(ignored).contains("*").containsAll(used().stream().map(f -> "!" + f).toList());
  }
}
