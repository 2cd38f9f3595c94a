package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.core.decide.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of what happens to a policy: the Event and the log line say the same in the same
 * words, and neither is repeated while nothing has changed. On a standby it is silent, and what is
 * wrong is said when that comes to lead.
 */
final class Speaker {
  private static final Logger LOG = LoggerFactory.getLogger("flyball.policy");

  private static final String STATUS_IGNORED = "StatusIgnored";
  private static final String CAPACITY_UNKNOWN = "CapacityUnknown";

  private final EventSink events;
  private final Authority authority;

  Speaker(EventSink events, Authority authority) {
    this.events = events;
    this.authority = authority;
  }

  /** Something that happened once, such as a scale change. */
  void happened(PolicyState policy, Reason reason, String message, String sentence) {
    TargetKey target = policy.target == null ? null : policy.target.key;
    LOG.atInfo()
        .addKeyValue("policy", policy.id)
        .addKeyValue("target", target)
        .addKeyValue("reason", reason)
        .addKeyValue("why", sentence)
        .log(message);
    events.event(policy.id, target, false, reason.name(), message);
  }

  /**
   * Something that is wrong, and is looked at again and again. The event goes out each time, for
   * the recorder to count; the log has it once.
   */
  void wrong(PolicyState policy, Reason reason, String message) {
    if (!authority.over(policy)) {
      return;
    }
    TargetKey target = policy.target == null ? null : policy.target.key;
    if (!message.equals(policy.said.put(reason, message))) {
      LOG.atWarn()
          .addKeyValue("policy", policy.id)
          .addKeyValue("target", target)
          .addKeyValue("reason", reason)
          .log(message);
    }
    events.event(policy.id, target, true, reason.name(), message);
  }

  /** What was kept of a policy is there and is not used. */
  void ignored(PolicyState policy, String why) {
    if (!authority.over(policy)) {
      return;
    }
    String message = "the status that was kept cannot be used, history begins anew: " + why;
    LOG.atWarn().addKeyValue("policy", policy.id).log(message);
    TargetKey target = policy.target == null ? null : policy.target.key;
    events.event(policy.id, target, true, STATUS_IGNORED, message);
  }

  /** There is too little room for the pods of the replicas that were decided. */
  void tooLittleRoom(PolicyState policy, Reason reason, String message) {
    warn(policy, reason.name(), message);
  }

  /** The room for pods is asked for and is not known; said once. */
  void roomUnknown(PolicyState policy, String why) {
    if (authority.over(policy) && !why.equals(policy.unknownRoom)) {
      policy.unknownRoom = why;
      warn(policy, CAPACITY_UNKNOWN, "cannot tell for how many pods there is room: " + why);
    }
  }

  private void warn(PolicyState policy, String reason, String message) {
    if (!authority.over(policy)) {
      return;
    }
    TargetKey target = policy.target == null ? null : policy.target.key;
    LOG.atWarn()
        .addKeyValue("policy", policy.id)
        .addKeyValue("target", target)
        .addKeyValue("reason", reason)
        .log(message);
    events.event(policy.id, target, true, reason, message);
  }

  /** All is well again: what was wrong would be news if it came back. */
  void fine(PolicyState policy) {
    if (!policy.said.isEmpty()) {
      policy.said.clear();
      LOG.atInfo().addKeyValue("policy", policy.id).log("decides again without complaint");
    }
  }
}
