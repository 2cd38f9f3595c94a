package dev.flyball.controller.loop;

/**
 * Whether what is decided on a policy may be carried out: this process leads, and the policy's
 * history was taken over from the leader before. Owned by the loop.
 */
final class Authority {
  private final Leadership leadership;

  Authority(Leadership leadership) {
    this.leadership = leadership;
  }

  /** The term that is on, or {@link Leadership#NONE}. */
  long term(String namespace) {
    return leadership.term(namespace);
  }

  boolean over(PolicyState policy) {
    return over(policy.id.namespace(), policy.term);
  }

  /** Whether a term is on still. */
  boolean over(String namespace, long term) {
    return term != Leadership.NONE && leadership.term(namespace) == term;
  }

  /** Whether a policy is decided on at all, if only to be ready. */
  boolean follows(PolicyState policy) {
    return leadership.follows(policy.id.namespace());
  }

  /** Whether a new term begins with what was kept, and with nothing that is known here. */
  boolean beginsAnew() {
    return leadership.isShared();
  }
}
