package dev.flyball.minicluster.real;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the real programs that tests compare with: in the folder that {@code KUBEBUILDER_ASSETS}
 * names, or on the {@code PATH}.
 *
 * <p>A test without its program says so loudly and is skipped, unless {@code FLYBALL_REQUIRE}, a
 * list of names with commas, has the program's name: then it fails.
 */
public final class RealPrograms {
  /** The folder of etcd, kube-apiserver and kube-controller-manager. */
  public static final String ASSETS = "KUBEBUILDER_ASSETS";

  /** The programs whose tests must not be skipped. */
  public static final String REQUIRE = "FLYBALL_REQUIRE";

  private final Map<String, String> environment;

  /** Finds programs as this environment says. */
  public RealPrograms(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Finds programs as the environment of this process says. */
  public static RealPrograms ofThisMachine() {
    return new RealPrograms(System.getenv());
  }

  /**
   * The programs, or nothing where one of them is not there.
   *
   * @param names names of executables; the first one is the name by which they can be required
   * @return paths in the order of the names
   * @throws IllegalStateException if one is not there and the first one is required
   */
  public Optional<List<Path>> find(String... names) {
    List<Optional<Path>> found = Arrays.stream(names).map(this::one).toList();
    if (found.stream().allMatch(Optional::isPresent)) {
      return Optional.of(found.stream().flatMap(Optional::stream).toList());
    }
    String missing =
        String.join(", ", Arrays.stream(names).filter(name -> one(name).isEmpty()).toList());
    String places = "not on the PATH nor in " + ASSETS + ": " + missing;
    if (List.of(environment.getOrDefault(REQUIRE, "").split(",", -1)).contains(names[0])) {
      throw new IllegalStateException(REQUIRE + " names " + names[0] + ", but " + places);
    }
    System.out.println("SKIPPED: " + places + "; nothing was checked against " + names[0]);
    return Optional.empty();
  }

  /**
   * The first of several programs of which any will do, or nothing where none is there.
   *
   * @param names names of executables; the first one is the name by which one can be required
   * @throws IllegalStateException if none is there and the first one is required
   */
  public Optional<Path> findAny(String... names) {
    Optional<Path> found =
        Arrays.stream(names).map(this::one).flatMap(Optional::stream).findFirst();
    return found.isPresent() ? found : find(names).map(List::getFirst);
  }

  private Optional<Path> one(String name) {
    String path = Objects.requireNonNullElse(environment.get("PATH"), "");
    return Stream.concat(
            Stream.ofNullable(environment.get(ASSETS)),
            Arrays.stream(path.split(File.pathSeparator, -1)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
