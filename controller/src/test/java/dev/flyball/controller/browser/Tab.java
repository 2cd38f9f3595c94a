package dev.flyball.controller.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tab of a real browser: what a reader does with it, and what went wrong in it. */
public final class Tab implements AutoCloseable {
  private static final Map<String, Integer> KEYS =
      Map.of(
          "Enter",
          13,
          "Escape",
          27,
          "ArrowLeft",
          37,
          "ArrowUp",
          38,
          "ArrowRight",
          39,
          "ArrowDown",
          40,
          "Tab",
          9,
          "End",
          35,
          "Home",
          36,
          "/",
          191);

  private final DevTools tools;
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  Tab(HttpClient http, URI address) {
    tools = new DevTools(http, address, this::happened);
    for (String domain : List.of("Page", "Runtime", "Network", "Log", "Accessibility")) {
      tools.call(domain + ".enable", Map.of());
    }
    viewport(1280, 900, false);
  }

  private void happened(String event, JsonNode data) {
    switch (event) {
      case "Runtime.exceptionThrown" -> problems.add(data.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(data.path("type").asString())) {
          problems.add(data.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (data.path("entry").path("level").asString().equals("error")) {
          problems.add(data.path("entry").toString());
        }
      }
      case "Network.requestWillBeSent" -> requests.add(data.path("request").path("url").asString());
      default -> {
        // Of no interest here.
      }
    }
  }

  /** Opens an address as if for the first time, with nothing kept from before. */
  public void open(String url) {
    tools.call("Page.navigate", Map.of("url", "about:blank"));
    until("a blank page", "location.href === 'about:blank'");
    problems.clear();
    requests.clear();
    tools.call("Page.navigate", Map.of("url", url));
    until("the page", "document.readyState === 'complete' && location.href !== 'about:blank'");
  }

  /** Forgets what a site keeps in the browser. */
  public void forget(String origin) {
    tools.call(
        "Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "local_storage"));
  }

  /** The value of an expression, awaited where it is a promise. */
  public JsonNode evaluate(String expression) {
    JsonNode result =
        tools.call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** The same with a script of the test's resources, which is one expression. */
  public JsonNode run(String script) {
    try (InputStream in = Tab.class.getResourceAsStream(script)) {
      return evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until an expression is true, for a bounded time. */
  public void until(String what, String expression) {
    try {
      Waits.until(
          what,
          () ->
              evaluate("Boolean(" + expression + ")").asBoolean()
                  ? Optional.of(what)
                  : Optional.empty());
    } catch (AssertionError e) {
      String text = evaluate("document.body.innerText").asString();
      throw new AssertionError(e.getMessage() + "\n" + problems + "\n" + text, e);
    }
  }

  /** The text of the first element that matches. */
  public String text(String selector) {
    return evaluate("document.querySelector(" + quoted(selector) + ").textContent").asString();
  }

  /** Clicks into the middle of the first element that matches, as a mouse does. */
  public void click(String selector) {
    JsonNode at =
        evaluate(
            "(() => { const e = document.querySelector("
                + quoted(selector)
                + "); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    Map<String, Object> event = new HashMap<>();
    event.put("x", at.path(0).asDouble());
    event.put("y", at.path(1).asDouble());
    event.put("type", "mouseMoved");
    tools.call("Input.dispatchMouseEvent", event);
    event.put("button", "left");
    event.put("clickCount", 1);
    event.put("type", "mousePressed");
    tools.call("Input.dispatchMouseEvent", event);
    event.put("type", "mouseReleased");
    tools.call("Input.dispatchMouseEvent", event);
  }

  /** Presses and releases a key. */
  public void key(String key) {
    int code = KEYS.get(key);
    Map<String, Object> event = new HashMap<>(Map.of("key", key, "windowsVirtualKeyCode", code));
    event.put("type", key.equals("/") || key.equals("Enter") ? "keyDown" : "rawKeyDown");
    if (key.equals("Enter")) {
      event.put("text", "\r");
    } else if (key.equals("/")) {
      event.put("text", "/");
    }
    tools.call("Input.dispatchKeyEvent", event);
    tools.call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
  }

  /** Types a text into what has the focus. */
  public void type(String text) {
    tools.call("Input.insertText", Map.of("text", text));
  }

  /** Chooses an option of a select by its value. */
  public void choose(String selector, String value) {
    evaluate(
        "(() => { const s = document.querySelector("
            + quoted(selector)
            + "); s.value = "
            + quoted(value)
            + "; s.dispatchEvent(new Event('change', {bubbles: true})); })()");
  }

  /** The size of what is seen, in CSS pixels. */
  public void viewport(int width, int height, boolean phone) {
    tools.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
  }

  /** What the system prefers: light or dark. */
  public void prefer(String theme) {
    tools.call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  /** Keeps a picture of what is seen as build output. */
  public void screenshot(String name) {
    String data =
        tools.call("Page.captureScreenshot", Map.of("format", "png")).path("data").asString();
    Path file = Path.of("target", "screenshots", name + ".png");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What assistive technology is given: role and name of each node. */
  public List<Node> accessible() {
    return tools
        .call("Accessibility.getFullAXTree", Map.of())
        .path("nodes")
        .valueStream()
        .filter(n -> !n.path("ignored").asBoolean())
        .map(
            n ->
                new Node(
                    n.path("role").path("value").asString(""),
                    n.path("name").path("value").asString("")))
        .toList();
  }

  /**
   * A node of the accessibility tree.
   *
   * @param role its role
   * @param name its accessible name; empty without one
   */
  public record Node(String role, String name) {}

  /** Errors and warnings since the page was opened. */
  public List<String> problems() {
    return problems;
  }

  /** Addresses that were asked for since the page was opened. */
  public List<String> requests() {
    return requests;
  }

  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  @Override
  public void close() {
    tools.close();
  }
}
