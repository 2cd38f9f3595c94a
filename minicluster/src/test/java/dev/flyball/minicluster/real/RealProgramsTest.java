package dev.flyball.minicluster.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealProgramsTest {
  @TempDir Path folder;

  @BeforeEach
  void twoPrograms() throws Exception {
    for (String name : List.of("etcd", "kube-apiserver")) {
      Path program = Files.createFile(folder.resolve(name));
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
  }

  @Test
  void findsThemOnThePathAndAmongTheAssets() {
    for (String variable : List.of("PATH", RealPrograms.ASSETS)) {
      RealPrograms programs = new RealPrograms(Map.of(variable, folder.toString()));
      assertThat(programs.find("kube-apiserver", "etcd"))
          .hasValue(List.of(folder.resolve("kube-apiserver"), folder.resolve("etcd")));
    }
  }

  @Test
  void findsTheFirstOfSeveralThatAllDo() {
    RealPrograms programs =
        new RealPrograms(
            Map.of("PATH", folder.toString(), RealPrograms.REQUIRE, "chromium,kubectl"));
    assertThat(programs.findAny("chromium", "etcd", "kube-apiserver"))
        .hasValue(folder.resolve("etcd"));
    assertThat(programs.findAny("prometheus", "promtool")).isEmpty();
    assertThatThrownBy(() -> programs.findAny("chromium", "google-chrome"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("chromium");
  }

  @Test
  void givesNothingWhereOneIsMissing() {
    RealPrograms programs = new RealPrograms(Map.of("PATH", folder.toString()));
    assertThat(programs.find("kube-apiserver", "kube-controller-manager")).isEmpty();
  }

  @Test
  void failsWhereTheMissingOneIsRequired() {
    RealPrograms programs =
        new RealPrograms(
            Map.of("PATH", folder.toString(), RealPrograms.REQUIRE, "kubectl,prometheus"));
    assertThatThrownBy(() -> programs.find("prometheus"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("prometheus");
    assertThat(programs.find("chromium")).isEmpty();
  }
}
