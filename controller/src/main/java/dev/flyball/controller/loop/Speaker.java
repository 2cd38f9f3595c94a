package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.core.decide.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of what happens to a policy: the Event and the log line say the same in the same
 * words, and neither is repeated while nothing has changed.
 */
final class Speaker {
  private static final Logger LOG = LoggerFactory.getLogger("flyball.policy");

  private final EventSink events;

  Speaker(EventSink events) {
    this.events = events;
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

  /** All is well again: what was wrong would be news if it came back. */
  void fine(PolicyState policy) {
    if (!policy.said.isEmpty()) {
      policy.said.clear();
      LOG.atInfo().addKeyValue("policy", policy.id).log("decides again without complaint");
    }
  }
}
