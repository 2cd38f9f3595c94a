package dev.flyball.controller.web;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.journal.LoggedDecision;
import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.controller.loop.PolicyRecord;
import dev.flyball.controller.loop.SnapshotSource;
import dev.flyball.controller.shard.ShardView;
import dev.flyball.controller.web.Replies.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Policies, their decisions and explanations as JSON, and what changes as server-sent events. */
final class PolicyApi {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ROOT = "/api/v1";
  private static final String ONE = ROOT + "/policies/:namespace/:configmap/:key";
  private static final int MOST_DECISIONS = 500;

  private final SnapshotSource loop;
  private final DecisionSource source;
  private final Optional<Supplier<ShardView>> shards;
  private final PolicyBoards boards;
  private final EventStream events;

  PolicyApi(Vertx vertx, WebServer.Shown shown, InstantSource clock) {
    this.loop = shown.loop();
    this.source = shown.decisions();
    this.shards = shown.shards();
    this.boards = new PolicyBoards(vertx, source, clock);
    this.events = new EventStream(vertx, source, clock);
  }

  void mount(Router router) {
    get(router, ROOT + "/policies", this::policies);
    get(router, ONE, this::policy);
    get(router, ONE + "/decisions", this::decisions);
    get(router, ONE + "/explanation", this::explanation);
    get(router, ROOT + "/events", this::follow);
  }

  /** What a handler of a request does; it may refuse it. */
  private interface Answer {
    void to(RoutingContext c);
  }

  private static void get(Router router, String path, Answer answer) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            c -> {
              try {
                answer.to(c);
              } catch (BadRequestException e) {
                Replies.error(c, 400, String.valueOf(e.getMessage()));
              }
            });
  }

  private void policies(RoutingContext c) {
    Query query = new Query(c.queryParams(), Set.of("view", "lang", "tz", "namespace"));
    String form = query.text("view").orElse("full");
    View view = query.view();
    Optional<String> namespace = query.text("namespace");
    switch (form) {
      case "full" ->
          Replies.later(c, loop.snapshot(), s -> Reply.of(PolicyJson.list(s, namespace, view)));
      case "rows" ->
          boards
              .of(view, events::follows)
              .refresh()
              .onFailure(c::fail)
              .onSuccess(
                  board -> {
                    String tag = "W/\"" + board.changedRevision() + "\"";
                    Replies.jsonUnlessKnown(c, tag, () -> board.list(namespace));
                  });
      default -> throw new BadRequestException("view is full or rows, not \"" + form + "\"");
    }
  }

  private static PolicyId id(RoutingContext c) {
    return new PolicyId(part(c, "namespace"), part(c, "configmap"), part(c, "key"));
  }

  private static String part(RoutingContext c, String name) {
    return Objects.requireNonNullElse(c.pathParam(name), "");
  }

  private void find(RoutingContext c, Function<PolicyRecord, Reply> made) {
    PolicyId id = id(c);
    Replies.later(c, source.policy(id), found -> found.map(made).orElse(missing(id)));
  }

  private Reply missing(PolicyId id) {
    return Reply.error(
        404, "there is no policy " + id + ShardJson.elsewhere(shards, id.namespace()));
  }

  private void policy(RoutingContext c) {
    View view = new Query(c.queryParams(), Set.of("lang", "tz")).view();
    find(c, record -> Reply.of(PolicyJson.one(record.report(), view)));
  }

  private void decisions(RoutingContext c) {
    Query query =
        new Query(c.queryParams(), Set.of("since", "until", "limit", "sentences", "lang", "tz"));
    View view = query.view();
    long since = query.time("since").orElse(0);
    long until = query.time("until").orElse(Long.MAX_VALUE);
    int limit = (int) query.number("limit", 1, MOST_DECISIONS, MOST_DECISIONS);
    boolean sentences = query.flag("sentences");
    if (since > until) {
      throw new BadRequestException("since is later than until");
    }
    find(
        c,
        record -> {
          List<LoggedDecision> found = record.decisions().between(since, until, limit);
          ObjectNode node = JSON.createObjectNode();
          node.put("policy", record.report().id().toString());
          // Whatever comes later is of a later millisecond than the one that is asked for again.
          node.put("revision", record.atMillis() * 1000);
          record.decisions().oldestMillis().ifPresent(at -> node.put("oldest", at));
          node.setAll(DecisionsJson.columns(found, view, sentences));
          node.set(
              "events",
              DecisionsJson.events(record.changes().between(since, until, MOST_DECISIONS), view));
          return Reply.of(node.toString());
        });
  }

  private void explanation(RoutingContext c) {
    Query query = new Query(c.queryParams(), Set.of("at", "lang", "tz"));
    View view = query.view();
    OptionalLong at = query.time("at");
    find(
        c,
        record -> {
          long wanted = at.orElse(Long.MAX_VALUE);
          Optional<LoggedDecision> decision = record.decisions().at(wanted);
          if (decision.isEmpty()) {
            decision = record.changes().at(wanted);
          }
          if (decision.isEmpty()) {
            return Reply.error(404, nothingAt(record, at));
          }
          ObjectNode node = JSON.createObjectNode();
          node.put("policy", record.report().id().toString());
          node.setAll(ExplanationJson.logged(decision.get(), view));
          return Reply.of(node.toString());
        });
  }

  private static String nothingAt(PolicyRecord record, OptionalLong at) {
    Optional<Long> oldest = record.decisions().oldestMillis();
    if (at.isEmpty() || oldest.isEmpty()) {
      return "nothing was decided on " + record.report().id() + " yet";
    }
    return "no decision on "
        + record.report().id()
        + " is kept of "
        + RowJson.time(at.getAsLong())
        + " or before; the oldest is of "
        + RowJson.time(oldest.get());
  }

  private void follow(RoutingContext c) {
    Query query = new Query(c.queryParams(), Set.of("policy", "since", "lang", "tz"));
    View view = query.view();
    Optional<PolicyId> policy = query.policy("policy");
    OptionalLong since =
        query.text("since").isPresent()
            ? OptionalLong.of(query.number("since", 0, Long.MAX_VALUE, 0))
            : OptionalLong.empty();
    if (c.request().method().equals(HttpMethod.HEAD)) {
      c.response().putHeader("Content-Type", "text/event-stream; charset=utf-8").end();
    } else if (events.isFull()) {
      Replies.error(c, 503, "too many listeners; at most " + EventStream.MOST_LISTENERS);
    } else {
      String last = c.request().getHeader("Last-Event-ID");
      events.open(
          c.response(),
          boards.of(view, events::follows),
          policy,
          last == null
              ? since
              : OptionalLong.of(last.matches("[0-9]{1,18}") ? Long.parseLong(last) : 0));
    }
  }
}
