package dev.flyball.controller.cluster;

/** What came of telling the API server whom to trust where it calls Flyball. */
public sealed interface TrustOutcome {
  /** There is no such object: nobody has asked for this. */
  record Absent() implements TrustOutcome {}

  /** It trusts the authorities. */
  record InStep() implements TrustOutcome {}

  /** It names another Service, or none. */
  record Foreign(String service) implements TrustOutcome {}

  /** It could not be read or written; the next time will try again. */
  record Failed(String reason) implements TrustOutcome {}
}
