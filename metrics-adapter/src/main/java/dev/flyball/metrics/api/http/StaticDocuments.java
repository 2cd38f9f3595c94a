package dev.flyball.metrics.api.http;

import static dev.flyball.metrics.api.wire.JsonDocument.object;

import dev.flyball.metrics.api.discovery.DiscoveryDocuments;
import dev.flyball.metrics.api.discovery.ServedGroups;
import dev.flyball.metrics.api.discovery.ServedVersion;
import dev.flyball.metrics.api.openapi.OpenApiDocuments;
import dev.flyball.metrics.api.wire.JsonDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The documents that depend only on which groups are served. */
final class StaticDocuments {
  private static final String TITLE = "Flyball metrics adapter";
  private final Document root;
  private final Document version;
  private final Document groupList;
  private final Document openApiV2;
  private final Document openApiV3Index;
  private final Map<String, Document> groups = new LinkedHashMap<>();
  private final Map<ServedVersion, Document> openApiV3 = new LinkedHashMap<>();

  StaticDocuments(ServedGroups served, String productVersion) {
    Map<String, String> hashes = new TreeMap<>();
    List<String> paths = new ArrayList<>(List.of("/apis", "/healthz", "/livez", "/openapi/v2"));
    for (String group : served.groups()) {
      groups.put(group, Document.json(DiscoveryDocuments.apiGroup(served, group)));
      paths.add("/apis/" + group);
    }
    for (ServedVersion each : served.versions()) {
      Document document = Document.json(OpenApiDocuments.v3(served, each, TITLE, productVersion));
      openApiV3.put(each, document);
      hashes.put("apis/" + each.groupVersion(), document.hash());
      paths.add("/apis/" + each.groupVersion());
      paths.add("/openapi/v3/apis/" + each.groupVersion());
    }
    paths.addAll(List.of("/openapi/v3", "/readyz", "/version"));
    root = Document.json(JsonDocument.write(object("paths", paths.stream().sorted().toList())));
    version = Document.json(versionInfo(productVersion));
    groupList = Document.json(DiscoveryDocuments.groupList(served));
    openApiV2 = Document.json(OpenApiDocuments.v2(served, TITLE, productVersion));
    openApiV3Index = Document.json(OpenApiDocuments.v3Index(hashes));
  }

  /** The fields that every API server has there, as far as they mean something here. */
  private static byte[] versionInfo(String productVersion) {
    String[] numbers = productVersion.split("[.-]", 3);
    return JsonDocument.write(
        object(
            "major", numbers[0],
            "minor", numbers.length > 1 ? numbers[1] : "",
            "gitVersion", "v" + productVersion,
            "gitCommit", "",
            "gitTreeState", "",
            "buildDate", "",
            "goVersion", "",
            "compiler", "",
            "platform", ""));
  }

  Document root() {
    return root;
  }

  Document version() {
    return version;
  }

  Document groupList() {
    return groupList;
  }

  /** The document of a group that is served. */
  Document group(String group) {
    return required(groups.get(group), group);
  }

  Document openApiV2() {
    return openApiV2;
  }

  Document openApiV3Index() {
    return openApiV3Index;
  }

  /** The document of a version that is served. */
  Document openApiV3(ServedVersion served) {
    return required(openApiV3.get(served), served.groupVersion());
  }

  private static Document required(@Nullable Document document, String name) {
    if (document == null) {
      throw new IllegalArgumentException(name + " is not served");
    }
    return document;
  }
}
