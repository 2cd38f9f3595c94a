package dev.flyball.core.vectors;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;

/** A file of recorded scenarios, one a line, plain or compressed. */
public final class VectorFile {
  /** The scenarios that are kept beside the tests. */
  public static final String BUNDLED = "/vectors/hpa-1.36.jsonl.gz";

  private static final JsonMapper JSON = JsonMapper.shared();

  private VectorFile() {}

  /**
   * Reads the file that {@code -Dflyball.vectors} names, or the bundled one, scenario by scenario.
   */
  public static void forEach(Consumer<VectorScenario> action) throws IOException {
    String file = System.getProperty("flyball.vectors", "");
    try (InputStream in = file.isEmpty() ? bundled() : Files.newInputStream(Path.of(file));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(inflated(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          action.accept(new VectorScenario(JSON.readTree(line)));
        }
      }
    }
  }

  private static InputStream bundled() throws IOException {
    InputStream in = VectorFile.class.getResourceAsStream(BUNDLED);
    if (in == null) {
      throw new IOException("the test resource " + BUNDLED + " is missing");
    }
    return in;
  }

  private static InputStream inflated(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }
}
