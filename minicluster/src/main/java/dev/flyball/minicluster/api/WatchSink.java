package dev.flyball.minicluster.api;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/** Where the events of a watch go: a chunked response or a WebSocket. Used on one event loop. */
interface WatchSink {
  /** Sends one event, a JSON document. */
  void send(Buffer event);

  /** Whether the client reads slower than it is written to. */
  boolean full();

  /** Calls back once there is room again. */
  void onDrain(Handler<Void> handler);

  /** Calls back when the client has gone. */
  void onClose(Handler<Void> handler);

  /** Ends the watch in order. */
  void end();

  /** Cuts the connection. */
  void cut();

  /** The chunked response of a request; its head goes out at once. */
  static WatchSink of(HttpServerRequest request) {
    Responses.json(request, 200, 0);
    HttpServerResponse response = request.response();
    response.setChunked(true);
    response.writeHead();
    return new Chunked(request, response);
  }

  /** Events as lines of one response. */
  record Chunked(HttpServerRequest request, HttpServerResponse response) implements WatchSink {
    @Override
    public void send(Buffer event) {
      response.write(event.appendByte((byte) '\n'));
    }

    @Override
    public boolean full() {
      return response.writeQueueFull();
    }

    @Override
    public void onDrain(Handler<Void> handler) {
      response.drainHandler(handler);
    }

    @Override
    public void onClose(Handler<Void> handler) {
      response.closeHandler(handler);
      response.exceptionHandler(e -> handler.handle(null));
    }

    @Override
    public void end() {
      response.end();
    }

    @Override
    public void cut() {
      request.connection().close();
    }
  }

  /** Events as text messages. */
  record Socket(ServerWebSocket socket) implements WatchSink {
    @Override
    public void send(Buffer event) {
      socket.writeTextMessage(event.toString());
    }

    @Override
    public boolean full() {
      return socket.writeQueueFull();
    }

    @Override
    public void onDrain(Handler<Void> handler) {
      socket.drainHandler(handler);
    }

    @Override
    public void onClose(Handler<Void> handler) {
      socket.closeHandler(handler);
      socket.exceptionHandler(e -> handler.handle(null));
    }

    @Override
    public void end() {
      socket.close();
    }

    @Override
    public void cut() {
      socket.close((short) 1011);
    }
  }
}
