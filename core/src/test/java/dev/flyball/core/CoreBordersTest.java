package dev.flyball.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the decision may know: the JDK's plain values, and no clock, thread, lock, file or net. */
class CoreBordersTest {
  private static final String ROOT = "dev.flyball.core";
  private static final List<String> ROOMS =
      List.of("policy", "observe", "recommend", "window", "decide");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void dependsOnTheJdkAndJSpecifyAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "..",
            "java.lang..",
            "java.math..",
            "java.time..",
            "java.util..",
            "org.jspecify.annotations..")
        .check(CLASSES);
  }

  /** What of those packages is neither a value nor a function. */
  @Test
  void hasNoThreadsLocksClocksOrIo() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.concurrent..",
            "java.util.logging..",
            "java.lang.foreign..",
            "java.lang.ref..",
            "java.lang.reflect..",
            "java.io..",
            "java.nio..",
            "java.net..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Thread.class,
            Runnable.class,
            Process.class,
            ProcessBuilder.class,
            Runtime.class,
            ThreadLocal.class,
            java.time.Clock.class,
            java.util.Random.class,
            java.util.Timer.class,
            java.util.Date.class)
        .check(CLASSES);
  }

  @Test
  void neverAsksForTheTime() {
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
    noClasses().should().callMethod(System.class, "nanoTime").check(CLASSES);
    noClasses()
        .should()
        .callMethodWhere(
            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.base.DescribedPredicate.describe(
                    "now()",
                    call ->
                        call.getName().equals("now")
                            && call.getOwner().getPackageName().equals("java.time"))))
        .check(CLASSES);
  }

  @Test
  void usesNoLocksOfTheLanguage() {
    assertThat(CLASSES)
        .allSatisfy(
            type ->
                assertThat(type.getMethods())
                    .noneMatch(
                        method ->
                            method
                                .getModifiers()
                                .contains(
                                    com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED)));
  }

  @Test
  void roomsDependInOneDirection() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("policy")
        .definedBy(ROOT + ".policy..")
        .layer("observe")
        .definedBy(ROOT + ".observe..")
        .layer("recommend")
        .definedBy(ROOT + ".recommend..")
        .layer("window")
        .definedBy(ROOT + ".window..")
        .layer("decide")
        .definedBy(ROOT + ".decide..")
        .whereLayer("decide")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("window")
        .mayOnlyBeAccessedByLayers("decide")
        .whereLayer("recommend")
        .mayOnlyBeAccessedByLayers("decide")
        .whereLayer("observe")
        .mayOnlyBeAccessedByLayers("recommend", "decide")
        .whereLayer("policy")
        .mayOnlyBeAccessedByLayers("observe", "recommend", "decide")
        .check(CLASSES);
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy", "observe", "recommend", "window", "decide"})
  void everyRoomIsNullMarked(String room) {
    JavaPackage entered = CLASSES.getPackage(ROOT + "." + room);
    assertThat(entered.isAnnotatedWith(NullMarked.class)).isTrue();
  }

  @Test
  void thereAreNoOtherRooms() {
    assertThat(CLASSES.getPackage(ROOT).getSubpackages())
        .extracting(JavaPackage::getRelativeName)
        .containsExactlyInAnyOrderElementsOf(ROOMS);
  }

  /** An import that found nothing would pass every rule above. */
  @Test
  void aRuleThatMustFailFails() {
    assertThatThrownBy(
            () ->
                noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".decide..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + ".policy..")
                    .check(CLASSES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Architecture Violation");
  }
}
