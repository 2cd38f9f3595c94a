package dev.flyball.metrics.api;

/** In which form a client wants objects; all of them are JSON. */
public enum ObjectForm {
  /** As they are. */
  Object,
  /** As rows of a table of {@code meta.k8s.io/v1}, as {@code kubectl get} prints them. */
  Table,
  /** Their metadata alone, as {@code PartialObjectMetadata} of {@code meta.k8s.io/v1}. */
  Metadata
}
