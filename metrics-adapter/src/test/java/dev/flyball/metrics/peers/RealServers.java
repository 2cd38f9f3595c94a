package dev.flyball.metrics.peers;

import dev.flyball.metrics.peers.RealServer.Program;
import dev.flyball.minicluster.real.RealPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All the real servers that this machine has programs for. */
record RealServers(List<RealServer> all) implements AutoCloseable {
  /**
   * Starts them.
   *
   * @param folder a folder for their data
   * @param config what they scrape
   * @throws IllegalStateException if one is missing that must be there
   */
  static RealServers start(Path folder, String config) throws IOException {
    RealPrograms programs = RealPrograms.ofThisMachine();
    List<RealServer> started = new ArrayList<>();
    for (Program program : Program.values()) {
      Optional<List<Path>> found = programs.find(program.executable());
      if (found.isPresent()) {
        Path own = Files.createDirectory(folder.resolve(program.executable()));
        started.add(RealServer.start(program, found.get().getFirst(), own, config));
      }
    }
    return new RealServers(List.copyOf(started));
  }

  @Override
  public void close() {
    all.forEach(RealServer::close);
  }
}
