package dev.flyball.controller.moving;

import dev.flyball.controller.moving.ClusterApi.Reply;
import dev.flyball.controller.moving.PolicySwitch.Found;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has a policy scale a workload instead of its HPA. The HPA is kept and deleted, which leaves the
 * replicas as they are, before the policy becomes Active, so that never two of them write. Where a
 * step fails, those before it are undone.
 */
public final class Takeover {
  private final ClusterApi api;
  private final Patience patience;
  private final Consumer<String> tell;

  /**
   * Takeovers in a cluster.
   *
   * @param tell is told each step, in one line
   */
  public Takeover(ClusterApi api, Patience patience, Consumer<String> tell) {
    this.api = api;
    this.patience = patience;
    this.tell = tell;
  }

  /**
   * Moves one workload. Blocks.
   *
   * @param name name of the HPA
   * @param options how carefully
   */
  public MoveResult run(String namespace, String name, MoveOptions options) {
    HpaShelf shelf = new HpaShelf(api, patience, namespace, name);
    PolicySwitch policies = new PolicySwitch(api, patience);
    String title = "HorizontalPodAutoscaler " + namespace + "/" + name;
    Start start;
    try {
      start = start(shelf, policies, title);
      Found policy = start.policy();
      if (!options.force() && !policies.isInForce(policy, policy.mode())) {
        throw new MoveException(
            "Flyball says nothing of "
                + policy
                + " yet; is it running? --force goes on all the"
                + " same");
      }
    } catch (MoveException e) {
      tell.accept(e.why());
      return MoveResult.NOTHING_CHANGED;
    }
    if (options.dryRun()) {
      if (!start.halfWay()) {
        tell.accept("would keep " + title + " in " + shelf.keeper());
        tell.accept("would delete " + title);
      }
      tell.accept("would make " + start.policy() + " Active");
      return MoveResult.DONE;
    }
    Optional<MoveResult> failed =
        start.halfWay() ? Optional.empty() : takeAway(shelf, start, title);
    return failed.orElseGet(() -> activate(policies, start.policy(), shelf, options));
  }

  /**
   * Where it begins.
   *
   * @param halfWay whether the HPA is kept and gone already: an earlier takeover or handback was
   *     ended before it was through
   */
  private record Start(ObjectNode hpa, Found policy, boolean halfWay) {}

  private Start start(HpaShelf shelf, PolicySwitch policies, String title) throws MoveException {
    Reply there = shelf.read();
    Reply keeper = there.notFound() ? shelf.readKeeper() : there;
    if (!there.notFound() || !keeper.ok()) {
      ObjectNode hpa = live(there, title);
      return new Start(hpa, policies.one(PolicySwitch.target(hpa)), false);
    }
    ObjectNode hpa =
        KeptHpa.read(keeper.object())
            .orElseThrow(
                () -> new MoveException(shelf.keeper() + " holds no HPA that can be read"));
    Found policy = policies.one(PolicySwitch.target(hpa));
    if (policy.mode() == Mode.Active) {
      throw new MoveException(title + " was taken over already; flyball handback brings it back");
    }
    tell.accept(title + " is in " + shelf.keeper() + " already: going on from there");
    return new Start(hpa, policy, true);
  }

  /** Keeps and deletes the HPA; gives how it ended where that did not go well. */
  private Optional<MoveResult> takeAway(HpaShelf shelf, Start start, String title) {
    try {
      shelf.keep(start.hpa());
      tell.accept("kept " + title + " in " + shelf.keeper());
    } catch (MoveException e) {
      tell.accept(e.why() + "; nothing was changed");
      return Optional.of(MoveResult.NOTHING_CHANGED);
    }
    try {
      shelf.remove(start.hpa());
    } catch (MoveException e) {
      tell.accept(e.why());
      return Optional.of(stillThere(shelf, title));
    }
    if (!shelf.isGoneInTime()) {
      tell.accept(
          title
              + " is marked as deleted and is not gone, which its finalizers keep it from; "
              + start.policy()
              + " stays "
              + start.policy().mode()
              + ". Once it is gone, flyball takeover goes on from there");
      return Optional.of(MoveResult.HALF_WAY);
    }
    tell.accept("deleted " + title + "; the replicas stay as they are");
    return Optional.empty();
  }

  /**
   * It could not be deleted, or that is not known: nothing else is changed, so it may stay kept.
   */
  private MoveResult stillThere(HpaShelf shelf, String title) {
    Reply there = shelf.read();
    if (!there.ok()) {
      tell.accept(
          "whether "
              + title
              + " is there is not known: "
              + there.why()
              + ". It is kept; to have it"
              + " back: "
              + shelf.byHand());
      return MoveResult.HALF_WAY;
    }
    try {
      shelf.forget();
    } catch (MoveException e) {
      tell.accept(e.why() + "; it does no harm");
    }
    tell.accept(title + " goes on as before");
    return MoveResult.NOTHING_CHANGED;
  }

  private static ObjectNode live(Reply reply, String title) throws MoveException {
    if (reply.notFound()) {
      throw new MoveException("there is no " + title);
    }
    if (!reply.ok()) {
      throw new MoveException(title + " cannot be read: " + reply.why());
    }
    ObjectNode hpa = reply.object();
    for (JsonNode owner : hpa.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean(false)) {
        throw new MoveException(
            title
                + " belongs to "
                + owner.path("kind").asString("")
                + " "
                + owner.path("name").asString("")
                + ", which would make it anew; take over from"
                + " that first");
      }
    }
    if (hpa.path("metadata").has("deletionTimestamp")) {
      throw new MoveException(title + " is being deleted");
    }
    return hpa;
  }

  private MoveResult activate(
      PolicySwitch policies, Found policy, HpaShelf shelf, MoveOptions options) {
    try {
      policies.set(policy, Mode.Active);
      if (!options.force()) {
        policies.await(policy, Mode.Active);
      }
      tell.accept("made " + policy + " Active");
      return MoveResult.DONE;
    } catch (MoveException e) {
      tell.accept(e.why() + "; undoing what was done");
      return undo(policies, policy, shelf);
    }
  }

  private MoveResult undo(PolicySwitch policies, Found policy, HpaShelf shelf) {
    boolean quiet = true;
    try {
      policies.set(policy, policy.mode());
      tell.accept(policy + " is " + policy.mode());
    } catch (MoveException e) {
      // Beside an HPA that is there, an Active policy leaves the target alone: the HPA may come
      // back all the same.
      tell.accept(e.why() + "; set its mode to " + policy.mode() + " by hand");
      quiet = false;
    }
    try {
      shelf.putBack();
      tell.accept("the HorizontalPodAutoscaler is back");
    } catch (MoveException e) {
      tell.accept(e.why() + "; by hand: " + shelf.byHand());
      return MoveResult.HALF_WAY;
    }
    try {
      shelf.forget();
    } catch (MoveException e) {
      tell.accept(e.why() + "; it does no harm");
    }
    return quiet ? MoveResult.NOTHING_CHANGED : MoveResult.HALF_WAY;
  }
}
