package dev.flyball.controller.cluster;

import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.Readiness;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads pods out of JSON, and of each no more than the loop needs; what pods have in common, such
 * as labels, is shared among them. Safe for several threads.
 */
final class PodDecoder implements ObjectDecoder<PodInfo> {
  private final Interner<Map<String, String>> labels = new Interner<>();
  private final Interner<PodRequests> requests = new Interner<>();
  private final Interner<Workload> workloads = new Interner<>();
  private final ShapeReader shapes;

  PodDecoder(ShapeReader shapes) {
    this.shapes = shapes;
  }

  @Override
  public Found<PodInfo> read(JsonParser parser) {
    ObjectMetadata metadata = new ObjectMetadata();
    PodSpecFields spec = new PodSpecFields();
    Status status = new Status();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      switch (name) {
        case "metadata" -> metadata.read(parser);
        case "spec" -> spec.read(parser);
        case "status" -> status.read(parser);
        default -> JsonFields.skip(parser);
      }
    }
    return metadata.found(() -> pod(metadata, spec, status));
  }

  private PodInfo pod(ObjectMetadata metadata, PodSpecFields spec, Status status) {
    Workload workload = metadata.workload();
    Map<String, String> own = labels.intern(metadata.labels);
    return new PodInfo(
        metadata.namespace,
        metadata.uid,
        own,
        workload == null ? null : workloads.intern(workload),
        new PodColumns.Row(
            metadata.name,
            phase(status.phase),
            metadata.deleted,
            Times.millis(status.startTime),
            status.hasReady ? readiness(status.ready) : Readiness.Absent,
            status.hasReady ? Times.millis(status.readySince) : PodColumns.NO_TIME,
            requests.intern(spec.requests())),
        ScrapeAnnotations.read(
            metadata.namespace,
            metadata.name,
            metadata.uid,
            status.ip,
            metadata.annotations,
            spec.ports()),
        spec.node(),
        shapes.pod(spec, own, workload));
  }

  private static PodPhase phase(@Nullable String phase) {
    return switch (phase) {
      case "Running" -> PodPhase.Running;
      case "Succeeded" -> PodPhase.Succeeded;
      case "Failed" -> PodPhase.Failed;
      case "Pending" -> PodPhase.Pending;
      case null -> PodPhase.Pending;
      default -> PodPhase.Unknown;
    };
  }

  private static Readiness readiness(@Nullable String status) {
    return switch (status) {
      case "True" -> Readiness.True;
      case "False" -> Readiness.False;
      case null -> Readiness.Unknown;
      default -> Readiness.Unknown;
    };
  }

  /** What is wanted of a pod's status. */
  private static final class Status {
    @Nullable String phase;
    @Nullable String startTime;
    @Nullable String ip;
    boolean hasReady;
    @Nullable String ready;
    @Nullable String readySince;

    void read(JsonParser parser) {
      JsonFields.each(
          parser,
          name -> {
            switch (name) {
              case "phase" -> phase = JsonFields.text(parser);
              case "startTime" -> startTime = JsonFields.text(parser);
              case "podIP" -> ip = JsonFields.text(parser);
              case "conditions" -> JsonFields.eachObject(parser, () -> condition(parser));
              default -> JsonFields.skip(parser);
            }
          });
    }

    private void condition(JsonParser parser) {
      String type = "";
      String status = null;
      String since = null;
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        switch (name) {
          case "type" -> type = JsonFields.orEmpty(parser);
          case "status" -> status = JsonFields.text(parser);
          case "lastTransitionTime" -> since = JsonFields.text(parser);
          default -> JsonFields.skip(parser);
        }
      }
      if (type.equals("Ready") && !hasReady) {
        hasReady = true;
        ready = status;
        readySince = since;
      }
    }
  }
}
