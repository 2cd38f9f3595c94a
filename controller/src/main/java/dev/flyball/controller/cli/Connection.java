package dev.flyball.controller.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A way to a server that answers GET requests. Used by one thread. */
interface Connection extends AutoCloseable {
  /**
   * The answer to a request, whatever its status.
   *
   * @param path begins with a slash
   * @throws IOException where there is none within ten seconds
   */
  Answer get(String path) throws IOException;

  /**
   * The body of an answer that does not end.
   *
   * @param lastEventId where to go on
   * @throws IOException where there is none, or its status is not 200
   */
  InputStream stream(String path, Optional<String> lastEventId) throws IOException;

  /** Where it goes, for people. */
  String where();

  @Override
  void close();
}
