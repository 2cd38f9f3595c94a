package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class LinesTest {
  @Property(tries = 200)
  void putsLinesTogetherHoweverTheyAreCut(
      @ForAll @Size(max = 20) List<@AlphaChars @StringLength(min = 1, max = 9_000) String> lines,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 5_000) Integer> sizes) {
    byte[] bytes =
        String.join("", lines.stream().map(line -> line + "\n").toList())
            .getBytes(StandardCharsets.UTF_8);
    Lines reader = new Lines();
    List<String> read = new ArrayList<>();
    for (int at = 0, turn = 0; at < bytes.length; turn++) {
      int size = Math.min(sizes.get(turn % sizes.size()), bytes.length - at);
      read.addAll(
          reader.add(
              ByteBuffer.wrap(bytes, at, size),
              (line, from, length) -> new String(line, from, length, StandardCharsets.UTF_8)));
      at += size;
    }
    assertThat(read).isEqualTo(lines);
  }
}
