package dev.flyball.metrics.api.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the wire format of protobuf with no knowledge of any message: fields by their numbers. */
public final class TestingMessage {
  private static final byte[] MAGIC = {0x6b, 0x38, 0x73, 0x00};
  private final byte[] bytes;
  private int at;
  private final Map<Integer, List<Object>> fields = new LinkedHashMap<>();

  private TestingMessage(byte[] bytes) {
    this.bytes = bytes;
    while (at < bytes.length) {
      int tag = (int) varint();
      fields.computeIfAbsent(tag >>> 3, number -> new ArrayList<>()).add(value(tag & 7));
    }
  }

  /** Reads {@code runtime.Unknown} after the magic bytes. */
  public static TestingMessage envelope(byte[] body) {
    if (!Arrays.equals(Arrays.copyOf(body, 4), MAGIC)) {
      throw new IllegalArgumentException("no magic bytes");
    }
    return new TestingMessage(Arrays.copyOfRange(body, 4, body.length));
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private Object value(int wireType) {
    return switch (wireType) {
      case 0 -> varint();
      case 2 -> {
        int length = (int) varint();
        at += length;
        if (at > bytes.length) {
          throw new IllegalArgumentException("a length leads beyond the end");
        }
        yield Arrays.copyOfRange(bytes, at - length, at);
      }
      default -> throw new IllegalArgumentException("wire type " + wireType);
    };
  }

  /** The numbers of its fields. */
  public List<Integer> numbers() {
    return fields.keySet().stream().sorted().toList();
  }

  /** The only value of a field, a number. */
  public long number(int field) {
    return (Long) only(field);
  }

  /** The only value of a field, a string. */
  public String text(int field) {
    return new String((byte[]) only(field), StandardCharsets.UTF_8);
  }

  /** The only value of a field, a message. */
  public TestingMessage message(int field) {
    return new TestingMessage((byte[]) only(field));
  }

  private Object only(int field) {
    List<Object> values = fields.getOrDefault(field, List.of());
    if (values.size() != 1) {
      throw new IllegalArgumentException(
          "field " + field + " is there " + values.size() + " times");
    }
    return values.getFirst();
  }

  /** All values of a field, messages. */
  public List<TestingMessage> messages(int field) {
    return fields.getOrDefault(field, List.of()).stream()
        .map(value -> new TestingMessage((byte[]) value))
        .toList();
  }

  /** All values of a field, strings. */
  public List<String> texts(int field) {
    return fields.getOrDefault(field, List.of()).stream()
        .map(value -> new String((byte[]) value, StandardCharsets.UTF_8))
        .toList();
  }

  /** A map of strings: entries with key 1 and value 2. */
  public Map<String, String> map(int field) {
    Map<String, String> map = new TreeMap<>();
    messages(field).forEach(entry -> map.put(entry.text(1), entry.text(2)));
    return map;
  }
}
