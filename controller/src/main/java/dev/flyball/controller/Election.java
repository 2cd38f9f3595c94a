package dev.flyball.controller;

import dev.flyball.controller.cluster.ApiLeases;
import dev.flyball.controller.cluster.LeaderElection;
import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.loop.HandOver;
import dev.flyball.controller.loop.Leadership;
import dev.flyball.controller.shard.ShardElection;
import dev.flyball.controller.shard.ShardView;
import dev.flyball.controller.shard.Shards;
import dev.flyball.controller.telemetry.Telemetry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** How this process comes to lead: always, over all by one Lease, or over a share of shards. */
sealed interface Election {
  /** Whether it leads, and where. */
  Leadership leadership();

  /** Begins to stand for election, when the cluster has been read or before. */
  void start(Future<Void> read);

  /** Gives back what is held. Blocks for some requests. */
  void close();

  /** Shows in the own metrics who leads. */
  default void show(Telemetry telemetry, String namespace) {
    telemetry.leader(() -> leadership().term(namespace) != Leadership.NONE);
  }

  /** What is known of the shards; empty where there are none. */
  default Optional<Supplier<ShardView>> shards() {
    return Optional.empty();
  }

  /** The election that the options ask for. */
  static Election of(ControllerOptions options, KubernetesClient client, HandOver handOver) {
    if (options.leases().isEmpty()) {
      return new Alone();
    }
    LeaseTimes times = options.leases().get();
    if (!options.areShared()) {
      return new OneOfSeveral(
          new LeaderElection(client, options.namespace(), options.instance(), times));
    }
    return new Shared(
        new ShardElection(
            new ApiLeases(client, options.namespace(), times),
            new ShardElection.Options(
                new Shards(options.shards()), options.instance(), servesMetrics(options)),
            times,
            handOver));
  }

  private static boolean servesMetrics(ControllerOptions options) {
    return options.metricsApi().filter(o -> !o.served().versions().isEmpty()).isPresent();
  }

  /** No others. */
  record Alone() implements Election {
    @Override
    public Leadership leadership() {
      return Leadership.ALWAYS;
    }

    @Override
    public void start(Future<Void> read) {
      // It leads already.
    }

    @Override
    public void close() {
      // There is nothing to give back.
    }
  }

  /** One leads and the others stand by. */
  record OneOfSeveral(LeaderElection leadership) implements Election {
    @Override
    public void start(Future<Void> read) {
      leadership.start();
    }

    @Override
    public void close() {
      leadership.close();
    }
  }

  /** All lead, each over its shards. */
  record Shared(ShardElection leadership) implements Election {
    @Override
    public void start(Future<Void> read) {
      // Before that it could do nothing with shards that others may be at work on.
      read.onSuccess(done -> leadership.start());
    }

    @Override
    public void close() {
      leadership.close();
    }

    @Override
    public void show(Telemetry telemetry, String namespace) {
      telemetry.leader(leadership::leads);
      telemetry.shards(leadership::view);
    }

    @Override
    public Optional<Supplier<ShardView>> shards() {
      return Optional.of(leadership::view);
    }
  }
}
