package dev.flyball.controller.journal;

import dev.flyball.core.decide.PackedRow;

/**
 * Rows of different lengths in a ring of bytes, each with the range of times that it stands for.
 *
 * <p>A row is its length, the time since the row before, its bytes, and then how often and for how
 * long it was repeated. That of the newest row is still in fields, as it changes.
 */
final class RowRing {
  private static final int FIRST_BYTES = 64;

  /** What a ring may have in any case. */
  private static final int LEAST_BYTES = 512;

  /** Room for the most rows of the longest kind that is usual. */
  private static final int MOST_BYTES = 64 << 10;

  private final MemoryBudget budget;
  private final int mostRows;
  private final PackedRow ends = new PackedRow();
  private byte[] bytes = new byte[0];
  private int head;
  private int used;
  private int rows;
  private long oldestMillis;
  private long newestMillis;
  private long newestLastMillis;
  private int newestCount;
  private int newestStart;
  private int newestLength;

  RowRing(MemoryBudget budget, int mostRows) {
    this.budget = budget;
    this.mostRows = mostRows;
  }

  int rows() {
    return rows;
  }

  long newestLastMillis() {
    return newestLastMillis;
  }

  /** Adds a row, or repeats the newest where its bytes are the same. */
  void add(PackedRow row, long atMillis) {
    if (rows > 0 && isNewest(row)) {
      newestCount++;
      newestLastMillis = atMillis;
      return;
    }
    ends.clear();
    if (rows > 0) {
      ends.put(newestCount - 1L);
      ends.put(newestLastMillis - newestMillis);
    }
    ends.put(row.size());
    ends.put(rows == 0 ? 0 : atMillis - newestMillis);
    if (!makeRoom(ends.size() + row.size())) {
      return;
    }
    if (rows == 0) {
      // Nothing to close; or all that there was had to go, and with it what this is relative to.
      ends.clear();
      ends.put(row.size());
      ends.put(0L);
      oldestMillis = atMillis;
    }
    append(ends);
    newestStart = end();
    newestLength = row.size();
    append(row);
    newestMillis = atMillis;
    newestLastMillis = atMillis;
    newestCount = 1;
    rows++;
  }

  private boolean isNewest(PackedRow row) {
    if (row.size() != newestLength) {
      return false;
    }
    for (int i = 0; i < newestLength; i++) {
      if (row.byteAt(i) != bytes[wrapped(newestStart + i)]) {
        return false;
      }
    }
    return true;
  }

  private int end() {
    return wrapped(head + used);
  }

  private int wrapped(int position) {
    return position >= bytes.length ? position - bytes.length : position;
  }

  private void append(PackedRow row) {
    for (int i = 0; i < row.size(); i++) {
      bytes[wrapped(head + used)] = row.byteAt(i);
      used++;
    }
  }

  private boolean makeRoom(int needed) {
    while (rows >= mostRows) {
      removeOldest();
    }
    while (bytes.length - used < needed) {
      if (!grow()) {
        if (rows == 0) {
          return false;
        }
        removeOldest();
      }
    }
    return true;
  }

  private boolean grow() {
    int length = Math.max(FIRST_BYTES, bytes.length * 2);
    if (length <= LEAST_BYTES) {
      budget.takeAnyway(length - bytes.length);
    } else if (length > MOST_BYTES || !budget.take(length - bytes.length)) {
      return false;
    }
    byte[] larger = new byte[length];
    for (int i = 0; i < used; i++) {
      larger[i] = bytes[wrapped(head + i)];
    }
    newestStart = distance(newestStart);
    bytes = larger;
    head = 0;
    return true;
  }

  private int distance(int position) {
    return position >= head ? position - head : position - head + bytes.length;
  }

  /** The first number of the oldest row. */
  int oldestNumber() {
    return (int) numberAt(after(after(0)));
  }

  void removeOldest() {
    if (rows == 1) {
      rows = 0;
      used = 0;
      head = 0;
      return;
    }
    // Without a cursor, as this goes on all the time once a ring is full.
    int position = 0;
    int length = (int) numberAt(position);
    position = after(position);
    position = after(position) + length;
    position = after(position);
    position = after(position);
    int next = after(position);
    oldestMillis += numberAt(next);
    head = wrapped(head + position);
    used -= position;
    rows--;
  }

  /** Reads the number that begins so many bytes after the head. */
  private long numberAt(int offset) {
    long rest = 0;
    int shift = 0;
    int position = wrapped(head + offset);
    while (bytes[position] < 0) {
      rest |= (long) (bytes[position] & 0x7f) << shift;
      shift += 7;
      position = wrapped(position + 1);
    }
    rest |= (long) bytes[position] << shift;
    return (rest >>> 1) ^ -(rest & 1);
  }

  /** Where the number ends that begins so many bytes after the head. */
  private int after(int offset) {
    int position = offset;
    while (bytes[wrapped(head + position)] < 0) {
      position++;
    }
    return position + 1;
  }

  void release() {
    budget.giveBack(bytes.length);
    bytes = new byte[0];
    rows = 0;
    used = 0;
    head = 0;
  }

  /** The same rows, for whoever reads on another thread. */
  RowRing copy() {
    RowRing copy = new RowRing(new MemoryBudget(0), mostRows);
    copy.bytes = bytes.clone();
    copy.head = head;
    copy.used = used;
    copy.rows = rows;
    copy.oldestMillis = oldestMillis;
    copy.newestMillis = newestMillis;
    copy.newestLastMillis = newestLastMillis;
    copy.newestCount = newestCount;
    return copy;
  }

  /** Goes through the rows, oldest first. */
  final class Cursor {
    private int position;
    private int read;
    private long startMillis = oldestMillis;
    private long lastMillis;
    private int count;

    private long next() {
      long number = numberAt(position);
      position = after(position);
      return number;
    }

    /**
     * Reads the next row.
     *
     * @return false where there is none
     */
    boolean read(PackedRow row) {
      if (read == rows) {
        return false;
      }
      int length = (int) next();
      long since = next();
      startMillis += read == 0 ? 0 : since;
      row.clear();
      for (int i = 0; i < length; i++) {
        row.put(bytes[wrapped(head + position)]);
        position++;
      }
      read++;
      boolean newest = read == rows;
      count = newest ? newestCount : (int) next() + 1;
      lastMillis = newest ? newestLastMillis : startMillis + next();
      return true;
    }

    long startMillis() {
      return startMillis;
    }

    long lastMillis() {
      return lastMillis;
    }

    int count() {
      return count;
    }
  }
}
