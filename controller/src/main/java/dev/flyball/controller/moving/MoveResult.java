package dev.flyball.controller.moving;

/** How moving a workload between HPA and policy ended. */
public enum MoveResult {
  /** It is moved. */
  DONE,
  /** Nothing was changed, or everything was changed back. */
  NOTHING_CHANGED,
  /** It could be neither finished nor undone; what is left to do was told. */
  HALF_WAY
}
