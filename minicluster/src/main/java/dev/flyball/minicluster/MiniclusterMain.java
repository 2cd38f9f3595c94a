package dev.flyball.minicluster;

import dev.flyball.minicluster.api.Reviews;
import dev.flyball.minicluster.cluster.NodeSpec;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a minicluster in a process of its own until it is told to end. */
public final class MiniclusterMain {
  private MiniclusterMain() {}

  /**
   * Options, each with a value: {@code --port N}, {@code --nodes N}, {@code --pods-per-node N},
   * {@code --startup SECONDS}, {@code --kubeconfig FILE} (written), {@code --apply FILE} (YAML to
   * begin with), {@code --secure FILE} (serves HTTPS too, with the PKCS #12 file's key; its
   * password is {@code minicluster}), {@code --token TOKEN} (by which somebody is known).
   */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = options(arguments);
    int pods = Integer.parseInt(options.getOrDefault("pods-per-node", "110"));
    var node =
        NodeSpec.arm64("node")
            .size(Math.max(4000, pods * 40L), Math.max(24L, pods / 4) << 30, pods);
    MiniclusterBuilder builder =
        Minicluster.builder()
            .port(Integer.parseInt(options.getOrDefault("port", "0")))
            .nodes(node.times(Integer.parseInt(options.getOrDefault("nodes", "3"))))
            .podStartupDelay(
                Duration.ofSeconds(Long.parseLong(options.getOrDefault("startup", "0"))));
    if (options.containsKey("secure")) {
      builder.secure(new PfxOptions().setPath(options.get("secure")).setPassword("minicluster"));
    }
    Minicluster cluster = builder.build().start();
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
    if (options.containsKey("apply")) {
      cluster.apply(Files.readString(Path.of(options.get("apply"))));
    }
    if (options.containsKey("kubeconfig")) {
      Files.writeString(Path.of(options.get("kubeconfig")), cluster.kubeconfig());
    }
    String token = options.getOrDefault("token", "");
    if (!token.isEmpty()) {
      cluster
          .reviews()
          .tokens(t -> t.equals(token) ? new Reviews.User("somebody", "1", List.of()) : null);
    }
    if (cluster.server().securePort() != 0) {
      System.out.println("secure https://127.0.0.1:" + cluster.server().securePort());
    }
    System.out.println("minicluster " + cluster.url());
  }

  private static Map<String, String> options(String[] arguments) {
    var options = new TreeMap<String, String>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--")) {
        throw new IllegalArgumentException("not an option: " + arguments[i]);
      }
      options.put(arguments[i].substring(2), arguments[i + 1]);
    }
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException("no value for " + arguments[arguments.length - 1]);
    }
    return options;
  }
}
