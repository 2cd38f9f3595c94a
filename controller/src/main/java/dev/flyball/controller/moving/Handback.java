package dev.flyball.controller.moving;

import dev.flyball.controller.moving.ClusterApi.Reply;
import dev.flyball.controller.moving.PolicySwitch.Found;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a workload back to the HPA that it was taken over from. The policy leaves the workload
 * alone before the HPA is there again; where a step fails, those before it are undone.
 */
public final class Handback {
  private final ClusterApi api;
  private final Patience patience;
  private final Consumer<String> tell;

  /**
   * Handbacks in a cluster.
   *
   * @param tell is told each step, in one line
   */
  public Handback(ClusterApi api, Patience patience, Consumer<String> tell) {
    this.api = api;
    this.patience = patience;
    this.tell = tell;
  }

  /**
   * Moves one workload. Blocks.
   *
   * @param name name of the HPA
   * @param mode what the policy becomes: DryRun or Paused
   * @param options how carefully
   */
  public MoveResult run(String namespace, String name, Mode mode, MoveOptions options) {
    HpaShelf shelf = new HpaShelf(api, patience, namespace, name);
    PolicySwitch policies = new PolicySwitch(api, patience);
    String title = "HorizontalPodAutoscaler " + namespace + "/" + name;
    List<Found> active;
    try {
      ObjectNode hpa = kept(shelf, title);
      active =
          policies.find(PolicySwitch.target(hpa)).stream()
              .filter(policy -> policy.mode() == Mode.Active)
              .toList();
    } catch (MoveException e) {
      tell.accept(e.why());
      return MoveResult.NOTHING_CHANGED;
    }
    if (options.dryRun()) {
      active.forEach(policy -> tell.accept("would make " + policy + " " + mode));
      tell.accept("would create " + title + " from " + shelf.keeper());
      return MoveResult.DONE;
    }
    try {
      for (Found policy : active) {
        policies.set(policy, mode);
        if (!options.force()) {
          policies.await(policy, mode);
        }
        tell.accept("made " + policy + " " + mode);
      }
      shelf.putBack();
      tell.accept("created " + title + "; the replicas stay as they are until it decides");
    } catch (MoveException e) {
      tell.accept(e.why() + "; undoing what was done");
      return undo(policies, active, shelf);
    }
    try {
      shelf.forget();
    } catch (MoveException e) {
      tell.accept(e.why() + "; it does no harm");
    }
    return MoveResult.DONE;
  }

  private static ObjectNode kept(HpaShelf shelf, String title) throws MoveException {
    Reply there = shelf.read();
    if (there.ok()) {
      throw new MoveException(title + " is there: there is nothing to hand back");
    }
    if (!there.notFound()) {
      throw new MoveException(title + " cannot be read: " + there.why());
    }
    Reply keeper = shelf.readKeeper();
    if (keeper.notFound()) {
      throw new MoveException("no " + title + " was kept: there is no " + shelf.keeper());
    }
    if (!keeper.ok()) {
      throw new MoveException(shelf.keeper() + " cannot be read: " + keeper.why());
    }
    return KeptHpa.read(keeper.object())
        .orElseThrow(() -> new MoveException(shelf.keeper() + " holds no HPA that can be read"));
  }

  private MoveResult undo(PolicySwitch policies, List<Found> active, HpaShelf shelf) {
    MoveResult result = MoveResult.NOTHING_CHANGED;
    if (!shelf.read().notFound()) {
      tell.accept("whether the HPA is there is not known; the policy stays as it is now");
      return MoveResult.HALF_WAY;
    }
    for (Found policy : active) {
      try {
        policies.set(policy, Mode.Active);
        tell.accept(policy + " is Active");
      } catch (MoveException e) {
        tell.accept(e.why() + "; set its mode to Active by hand, or the HPA: " + shelf.byHand());
        result = MoveResult.HALF_WAY;
      }
    }
    return result;
  }
}
