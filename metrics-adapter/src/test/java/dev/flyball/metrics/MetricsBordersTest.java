package dev.flyball.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetricsBordersTest {
  private static final String ROOT = "dev.flyball.metrics";
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void vertxIsInSourcesAndTheApiOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".source..", ROOT + ".api..", ROOT + ".trust..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(classes);
  }

  @Test
  void resilience4jIsInSourcesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".source..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.github.resilience4j..")
        .check(classes);
  }

  @Test
  void jacksonIsInSourcesTheApiAndTrustOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".source..", ROOT + ".api..", ROOT + ".trust..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(classes);
  }

  @Test
  void bouncyCastleIsInTrustOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".trust..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(classes);
  }

  @Test
  void expositionDependsOnTheJdkAlone() {
    onlyDepends("exposition", ROOT + ".exposition..");
  }

  @Test
  void seriesDependOnTheJdkAndCore() {
    onlyDepends("series", ROOT + ".series..", "dev.flyball.core..");
  }

  @Test
  void rulesDependOnTheJdkCoreAndTheWordsOfTheApi() {
    onlyDepends("rules", ROOT + ".rules..", "dev.flyball.core..", ROOT + ".api..");
  }

  @Test
  void templatesDependOnTheJdkAlone() {
    onlyDepends("rules.template", ROOT + ".rules.template..");
  }

  @Test
  void whatTheApiWritesKnowsNoHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".api.wire..", ROOT + ".api.discovery..", ROOT + ".api.openapi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "tools.jackson..", ROOT + ".api.http..")
        .check(classes);
  }

  private void onlyDepends(String room, String... allowed) {
    String[] packages = Arrays.copyOf(allowed, allowed.length + 2);
    packages[allowed.length] = "java..";
    packages[allowed.length + 1] = "org.jspecify.annotations..";
    classes()
        .that()
        .resideInAPackage(ROOT + "." + room + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(classes);
  }

  @Test
  void aRuleThatMustFailFails() {
    assertThatThrownBy(
            () ->
                noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".source..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.vertx..")
                    .check(classes))
        .isInstanceOf(AssertionError.class);
  }
}
