package dev.flyball.controller.cluster;

/** A write was not sent, since this process does not lead, or no longer under the same term. */
public final class NotLeadingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotLeadingException(String path) {
    // Without a stack trace: it is an answer, and may come in crowds.
    super("not sent to " + path + ": this replica does not lead", null, false, false);
  }
}
