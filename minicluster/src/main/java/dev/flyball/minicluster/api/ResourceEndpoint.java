package dev.flyball.minicluster.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The verbs on resources and their subresources. */
final class ResourceEndpoint {
  private final Vertx vertx;
  private final ObjectApi objects;
  private final Faults faults;
  private final Lists lists;
  private final long bookmarkMillis;

  ResourceEndpoint(Vertx vertx, ObjectApi objects, Faults faults, long bookmarkMillis) {
    this.vertx = vertx;
    this.objects = objects;
    this.faults = faults;
    this.lists = new Lists(objects.store());
    this.bookmarkMillis = bookmarkMillis;
  }

  /** Serves one call whose body has been read. */
  void serve(RequestPath path, ApiCall call, HttpServerRequest request, byte[] body) {
    ResourceType type =
        objects
            .catalog()
            .find(path.group(), path.version(), path.plural())
            .orElseThrow(ApiException::noSuchPath);
    String namespace = type.namespaced() ? path.namespace() : "";
    switch (call.verb()) {
      case "list" -> lists.serve(type, selection(type, path, request), request);
      case "watch" -> watch(type, path, request);
      case "get" -> send(request, 200, type, path, objects.get(type, namespace, path.name()));
      case "create" -> create(type, path, request, body);
      case "update" -> send(request, 200, type, path, update(type, path, body));
      case "patch" -> patch(type, path, request, body);
      case "delete" -> delete(type, namespace, path, request, body);
      case "deletecollection" -> deleteCollection(type, path, request, body);
      default -> throw ApiException.methodNotAllowed();
    }
  }

  private static Selection selection(
      ResourceType type, RequestPath path, HttpServerRequest request) {
    String fields = request.getParam("fieldSelector");
    if (!path.name().isEmpty()) {
      fields = "metadata.name=" + path.name();
    }
    return Selection.of(
        type, type.namespaced() ? path.namespace() : "", request.getParam("labelSelector"), fields);
  }

  private void watch(ResourceType type, RequestPath path, HttpServerRequest request) {
    String version = request.getParam("resourceVersion");
    String timeout = request.getParam("timeoutSeconds");
    var options =
        new WatchStream.Options(
            version == null ? "" : version,
            "true".equals(request.getParam("allowWatchBookmarks")),
            "true".equals(request.getParam("sendInitialEvents")),
            timeout == null ? 2_700_000L : Long.parseLong(timeout) * 1000,
            bookmarkMillis);
    Selection selection = selection(type, path, request);
    if (isWebSocket(request)) {
      request.toWebSocket().onSuccess(s -> open(type, selection, options, new WatchSink.Socket(s)));
    } else {
      open(type, selection, options, WatchSink.of(request));
    }
  }

  private void open(
      ResourceType type, Selection selection, WatchStream.Options options, WatchSink sink) {
    WatchStream.open(vertx, objects.store(), faults, type, selection, options, sink);
  }

  static boolean isWebSocket(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  private void create(ResourceType type, RequestPath path, HttpServerRequest request, byte[] body) {
    ObjectNode tree = inStorageShape(type, readBody(request, body));
    if (path.subresource().equals("eviction")) {
      objects.delete(type, path.namespace(), path.name(), ObjectApi.Deletion.DEFAULT);
      Responses.send(request, 201, success());
      return;
    }
    if (path.subresource().equals("binding")) {
      bind(type, path, tree);
      Responses.send(request, 201, success());
      return;
    }
    if (!path.name().isEmpty()) {
      throw ApiException.methodNotAllowed();
    }
    send(request, 201, type, path, objects.create(type, path.namespace(), tree));
  }

  private void bind(ResourceType type, RequestPath path, ObjectNode binding) {
    String node = Json.text(binding.path("target"), "name");
    objects.update(
        type,
        path.namespace(),
        path.name(),
        ObjectApi.Part.WHOLE,
        pod -> {
          Json.child(pod, "spec").put("nodeName", node);
          return pod;
        });
  }

  private static ObjectNode readBody(HttpServerRequest request, byte[] body) {
    String mediaType = mediaType(request);
    return mediaType.endsWith("yaml") ? Patches.applied(body) : Json.parse(body);
  }

  private static ObjectNode inStorageShape(ResourceType type, ObjectNode tree) {
    return type.converted() ? EventShapes.toCore(tree) : tree;
  }

  private StoredObject update(ResourceType type, RequestPath path, byte[] body) {
    ObjectNode wanted = Json.parse(body);
    String namespace = type.namespaced() ? path.namespace() : "";
    return objects.update(
        type,
        namespace,
        path.name(),
        part(path),
        present ->
            path.subresource().equals("scale")
                ? ScaleView.into(scale(type), present, wanted)
                : inStorageShape(type, wanted));
  }

  private static ObjectApi.Part part(RequestPath path) {
    return switch (path.subresource()) {
      case "", "scale", "finalize" -> ObjectApi.Part.MAIN;
      case "status" -> ObjectApi.Part.STATUS;
      default -> throw ApiException.noSuchPath();
    };
  }

  private static ScalePaths scale(ResourceType type) {
    ScalePaths paths = type.scale();
    if (paths == null) {
      throw ApiException.noSuchPath();
    }
    return paths;
  }

  private void patch(ResourceType type, RequestPath path, HttpServerRequest request, byte[] body) {
    String mediaType = mediaType(request);
    String namespace = type.namespaced() ? path.namespace() : "";
    boolean apply = mediaType.startsWith("application/apply-patch");
    if (apply
        && objects.store().get(type, namespace, path.name()) == null
        && path.subresource().isEmpty()) {
      ObjectNode tree = inStorageShape(type, Patches.applied(body));
      Json.child(tree, "metadata").put("name", path.name());
      send(request, 201, type, path, objects.create(type, path.namespace(), tree));
      return;
    }
    StoredObject changed =
        objects.update(
            type,
            namespace,
            path.name(),
            part(path),
            present -> patched(type, path, mediaType, present, body));
    send(request, 200, type, path, changed);
  }

  private static ObjectNode patched(
      ResourceType type, RequestPath path, String mediaType, ObjectNode present, byte[] body) {
    if (path.subresource().equals("scale")) {
      ObjectNode scale = Patches.apply(mediaType, ScaleView.of(scale(type), present), body);
      return ScaleView.into(scale(type), present, scale);
    }
    if (type.converted()) {
      return EventShapes.toCore(Patches.apply(mediaType, EventShapes.fromCore(present), body));
    }
    return Patches.apply(mediaType, present, body);
  }

  private static String mediaType(HttpServerRequest request) {
    String header = request.getHeader("Content-Type");
    return header == null ? "application/json" : header.split(";", 2)[0].strip();
  }

  private void delete(
      ResourceType type,
      String namespace,
      RequestPath path,
      HttpServerRequest request,
      byte[] body) {
    if (!path.subresource().isEmpty()) {
      throw ApiException.methodNotAllowed();
    }
    send(
        request,
        200,
        type,
        path,
        objects.delete(type, namespace, path.name(), deletion(request, body)));
  }

  private void deleteCollection(
      ResourceType type, RequestPath path, HttpServerRequest request, byte[] body) {
    Selection selection = selection(type, path, request);
    ObjectApi.Deletion deletion = deletion(request, body);
    List<StoredObject> deleted = new ArrayList<>();
    for (StoredObject object : objects.store().list(type, selection.namespace())) {
      if (selection.matches(object)) {
        deleted.add(objects.delete(type, object.namespace(), object.name(), deletion));
      }
    }
    String version = Long.toString(objects.store().resourceVersion());
    String head =
        "{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":{\"resourceVersion\":\"%s\"},\"items\":["
            .formatted(type.kind(), type.apiVersion(), version);
    Responses.json(request, 200, 0);
    ListWriter.write(
        request.response(),
        head,
        deleted.stream().map(o -> Lists.shown(type, o)).iterator(),
        "]}\n");
  }

  private static ObjectApi.Deletion deletion(HttpServerRequest request, byte[] body) {
    ObjectNode options = body.length == 0 ? Json.object() : Json.parse(body);
    JsonNode grace = options.path("gracePeriodSeconds");
    String parameter = request.getParam("gracePeriodSeconds");
    Long seconds =
        parameter != null
            ? Long.valueOf(parameter)
            : grace.isNumber() ? (Long) grace.asLong(0) : null;
    String policy = request.getParam("propagationPolicy");
    boolean orphan =
        "Orphan".equals(policy)
            || Json.text(options, "propagationPolicy").equals("Orphan")
            || options.path("orphanDependents").asBoolean(false);
    JsonNode preconditions = options.path("preconditions");
    return new ObjectApi.Deletion(
        seconds, orphan, text(preconditions, "uid"), text(preconditions, "resourceVersion"));
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? Json.text(node, field) : null;
  }

  private static ObjectNode success() {
    return Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success");
  }

  private static void send(
      HttpServerRequest request,
      int status,
      ResourceType type,
      RequestPath path,
      StoredObject object) {
    if (path.subresource().equals("scale")) {
      Responses.send(request, status, ScaleView.of(scale(type), object.tree()));
    } else {
      Responses.send(request, status, Lists.shown(type, object));
    }
  }
}
