package dev.flyball.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much Linux reads of a disk around a page that is wanted. All of it counts for the one who
 * wanted the page, so that under a tight limit of memory the reading of one page drives out others
 * that are in use. Systems come with 128 KiB, tuned ones with up to 4 MiB; virtual machines of
 * tests were seen with 8 MiB, which no node has.
 */
final class ReadAhead implements AutoCloseable {
  /** What Linux comes with. */
  private static final int USUAL_KIB = 128;

  /** The most of the nodes that clusters run on, under tuned's profiles for throughput. */
  private static final int MOST_KIB = 4096;

  private final Path setting;
  private final int before;
  private final int now;

  private ReadAhead(Path setting, int before, int now) {
    this.setting = setting;
    this.before = before;
    this.now = now;
  }

  /**
   * Reads as little ahead as Linux does of its own accord, until this is closed, for the disk that
   * the folder is on; as before where this process may not say so, or where there is no such disk.
   */
  static ReadAhead usual(Path folder) throws IOException {
    Path setting = Path.of("/sys/class/bdi", device(folder), "read_ahead_kb");
    if (!Files.isReadable(setting)) {
      return new ReadAhead(setting, USUAL_KIB, USUAL_KIB);
    }
    int before = Integer.parseInt(Files.readString(setting).strip());
    if (before <= USUAL_KIB) {
      return new ReadAhead(setting, before, before);
    }
    try {
      Files.writeString(setting, Integer.toString(USUAL_KIB));
      return new ReadAhead(setting, before, USUAL_KIB);
    } catch (IOException e) {
      System.out.printf("READS %d KiB AHEAD, which cannot be changed here: %s%n", before, e);
      return new ReadAhead(setting, before, before);
    }
  }

  /** The device of a file's file system, as major and minor number; see makedev(3). */
  private static String device(Path file) throws IOException {
    long id = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
    return ((id >> 8) & 0xfff) + ":" + ((id & 0xff) | ((id >> 12) & 0xfff00));
  }

  /** Whether it is more now than on any node. */
  boolean isExcessive() {
    return now > MOST_KIB;
  }

  @Override
  public void close() throws IOException {
    if (now != before) {
      Files.writeString(setting, Integer.toString(before));
    }
  }
}
