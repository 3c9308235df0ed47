package dev.letterlock.storage.mongo.prekey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.OpaqueBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsedIdsTest {
  private final UsedIds none = UsedIds.of(null);

  @Test
  void refusesAnIdThatWasUsed() {
    UsedIds used = none.plus(keys(1, 3)).orElseThrow();
    assertThat(used.plus(keys(2, 4))).isEmpty();
    assertThat(used.plus(keys(3, 6))).isPresent();
  }

  @Test
  void refusesAnIdThatStandsTwiceInOneUpload() {
    assertThat(none.plus(List.of(key(-1), key(-1)))).isEmpty();
  }

  @Test
  void remembersTheNewestAndStaysBounded() {
    UsedIds used = none.plus(keys(0, UsedIds.REMEMBERED)).orElseThrow();
    UsedIds more = used.plus(List.of(key(1_000_000))).orElseThrow();

    assertThat(more.ids().length()).isEqualTo(UsedIds.REMEMBERED * Integer.BYTES);
    assertThat(more.plus(List.of(key(0)))).isPresent();
    assertThat(more.plus(List.of(key(1)))).isEmpty();
    assertThat(more.plus(List.of(key(1_000_000)))).isEmpty();
  }

  private static List<OpaqueBytes> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(UsedIdsTest::key).toList();
  }

  private static OpaqueBytes key(int id) {
    byte[] key = new byte[36];
    ByteBuffer.wrap(key).putInt(id);
    return OpaqueBytes.wrap(key);
  }
}
