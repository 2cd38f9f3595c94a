package dev.flyball.controller;
import dev.flyball.controller.loop.*;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.decide.HistorySnapshot;
import io.vertx.core.Future;
import java.util.*;
final class Interim {
  private Interim() {}
  static final EventSink EVENTS = (p,t,w,r,m) -> System.out.println("EVENT " + p + " " + r + " " + m);
  static final StatusStore STATUSES = new StatusStore() {
    @Override public Future<Map<PolicyId, HistorySnapshot>> load(String n, String c) { return Future.succeededFuture(Map.of()); }
    @Override public Future<Void> save(String n, String c, String u, List<PolicyReport> r) { return Future.succeededFuture(); }
  };
}
