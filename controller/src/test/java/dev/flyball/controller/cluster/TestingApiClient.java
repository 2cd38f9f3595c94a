package dev.flyball.controller.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API server that is a map of objects. Answers at once, or, while it is held, when it is told
 * to; can be made to refuse or to be out of reach.
 */
public final class TestingApiClient implements ApiClient {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A request that was made. */
  public record Request(String verb, String path, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }
  }

  final Map<String, ObjectNode> objects = new HashMap<>();
  final List<Request> requests = new ArrayList<>();
  private final Queue<Runnable> held = new ArrayDeque<>();
  private boolean holding;
  private int refusal;
  private int listRefusal;
  private int version;
  private boolean outOfReach;

  /** Answers nothing from now on until {@link #release}. */
  void hold() {
    holding = true;
  }

  /** How many requests wait for their answer. */
  int waiting() {
    return held.size();
  }

  /** Answers the oldest request. */
  void release() {
    held.remove().run();
  }

  /** Answers everything, also what comes of it. */
  void releaseAll() {
    holding = false;
    while (!held.isEmpty()) {
      release();
    }
  }

  /** Answers with this status and changes nothing; 0 to carry out requests again. */
  void refuse(int status) {
    refusal = status;
  }

  /** Answers lists with this status. */
  void refuseLists(int status) {
    listRefusal = status;
  }

  void outOfReach(boolean out) {
    outOfReach = out;
  }

  List<Request> requests(String verb) {
    return requests.stream().filter(request -> request.verb().equals(verb)).toList();
  }

  @Override
  public Future<Response> get(String path) {
    return answer(
        new Request("GET", path, ""),
        () -> {
          if (!objects.containsKey(path) && path.contains("?")) {
            return listRefusal == 0 ? page(path) : new Response(listRefusal, "");
          }
          return objects.containsKey(path)
              ? new Response(200, objects.get(path).toString())
              : new Response(404, "");
        });
  }

  /** A list of everything, one object a page. */
  private Response page(String path) {
    int token = path.indexOf("&continue=");
    int at = token < 0 ? 0 : Integer.parseInt(path.substring(token + "&continue=".length()));
    ObjectNode list = JSON.createObjectNode();
    ObjectNode metadata = list.putObject("metadata");
    objects.entrySet().stream()
        .skip(at)
        .limit(1)
        .forEach(
            entry -> {
              ObjectNode object = entry.getValue().deepCopy();
              // As the API server fills it in.
              ((ObjectNode) object.path("metadata"))
                  .put("namespace", entry.getKey().split("/", -1)[4]);
              list.withArray("items").add(object);
            });
    if (at + 1 < objects.size()) {
      metadata.put("continue", Integer.toString(at + 1));
    }
    return new Response(200, list.toString());
  }

  @Override
  public Future<Response> post(String path, String json) {
    return answer(
        new Request("POST", path, json),
        () -> {
          ObjectNode object = (ObjectNode) JSON.readTree(json);
          String name = object.path("metadata").path("name").asString();
          if (objects.putIfAbsent(path + "/" + name, object) != null) {
            return new Response(409, "");
          }
          return new Response(201, next(object).toString());
        });
  }

  @Override
  public Future<Response> mergePatch(String path, String json) {
    return answer(
        new Request("PATCH", path, json),
        () -> {
          ObjectNode object = objects.get(path);
          if (object == null) {
            return new Response(404, "");
          }
          ObjectNode patch = (ObjectNode) JSON.readTree(json);
          String only = patch.path("metadata").path("resourceVersion").asString("");
          if (!only.isEmpty()
              && !only.equals(object.path("metadata").path("resourceVersion").asString(""))) {
            return new Response(409, "");
          }
          merge(object, patch);
          return new Response(200, next(object).toString());
        });
  }

  /** Gives an object its next resourceVersion. */
  private ObjectNode next(ObjectNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.put("resourceVersion", String.valueOf(++version));
    }
    return object;
  }

  private Future<Response> answer(Request request, Supplier<Response> carriedOut) {
    requests.add(request);
    Promise<Response> answer = Promise.promise();
    Runnable reply =
        () -> {
          if (outOfReach) {
            answer.fail("connection refused");
          } else {
            answer.complete(refusal == 0 ? carriedOut.get() : new Response(refusal, ""));
          }
        };
    if (holding) {
      held.add(reply);
    } else {
      reply.run();
    }
    return answer.future();
  }

  /** RFC 7396. */
  private static void merge(ObjectNode object, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getValue().isNull()) {
        object.remove(field.getKey());
      } else if (field.getValue() instanceof ObjectNode inner) {
        merge(
            object.get(field.getKey()) instanceof ObjectNode there
                ? there
                : object.putObject(field.getKey()),
            inner);
      } else {
        object.set(field.getKey(), field.getValue());
      }
    }
  }
}
