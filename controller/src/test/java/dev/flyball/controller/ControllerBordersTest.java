package dev.flyball.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each library is known to the packages that need it and to no others. */
class ControllerBordersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.flyball.controller");

  private static final String ROOT = "dev.flyball.controller";

  static Stream<Arguments> libraries() {
    return Stream.of(
        library("simpleclient", "io.prometheus..", "telemetry"),
        library("picocli", "picocli..", "cli"),
        library("vertx-web", "io.vertx.ext.web..", "web"),
        library("fabric8", "io.fabric8..", "cluster", "cli", "demo"),
        library("resilience4j", "io.github.resilience4j..", "cluster"),
        library("logback", "ch.qos.logback..", "logging"),
        library("snakeyaml", "org.snakeyaml..", "config"),
        library("minicluster", "dev.flyball.minicluster..", "demo"));
  }

  private static Arguments library(String name, String packages, String... rooms) {
    return Arguments.argumentSet(name, packages, rooms);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void onlyTheseRoomsKnowTheLibrary(String packages, String[] rooms) {
    rule(packages, rooms).check(CLASSES);
  }

  /** Who holds what is decided on virtual time in tests: no event loop, no server. */
  @Test
  void shardsAreKeptWithoutLibraries() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".shard..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "tools.jackson..")
        .check(CLASSES);
  }

  /** What is kept of decisions is made of what core knows, and of nothing that moves. */
  @Test
  void theJournalKnowsTheDecisionAlone() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".journal..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            ROOT + ".journal..", "dev.flyball.core..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  /** An import that found nothing would keep every rule; this one must not hold. */
  @Test
  void aRuleThatIsBrokenFails() {
    ArchRule broken = noClasses().should().dependOnClassesThat().resideInAPackage("io.vertx..");
    assertThatThrownBy(() -> broken.check(CLASSES)).isInstanceOf(AssertionError.class);
  }

  /** The root package assembles the process, so it may know the client it is given. */
  private static ArchRule rule(String packages, String[] rooms) {
    String[] allowed = new String[rooms.length + 1];
    allowed[0] = ROOT;
    for (int i = 0; i < rooms.length; i++) {
      allowed[i + 1] = ROOT + "." + rooms[i] + "..";
    }
    return noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packages)
        .allowEmptyShould(true);
  }
}
