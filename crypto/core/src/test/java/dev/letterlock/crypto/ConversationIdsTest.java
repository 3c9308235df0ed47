package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.primitive.Sodium;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationIdsTest {

  private final E1 e1 = new E1(Sodium.load());
  private final UUID low = new UUID(0x7fffffffffffffffL, 0);
  private final UUID high = new UUID(0x8000000000000000L, 0);

  @Test
  void isTheSameForBothMembers() {
    assertThat(ConversationIds.direct(e1, low, high))
        .isEqualTo(ConversationIds.direct(e1, high, low))
        .isNotEqualTo(ConversationIds.direct(e1, low, low));
  }

  /** UUID.compareTo is signed and would put these two the other way round. */
  @Test
  void ordersMembersByTheirBytes() {
    byte[] members =
        ByteBuffer.allocate(32)
            .putLong(low.getMostSignificantBits())
            .putLong(0)
            .putLong(high.getMostSignificantBits())
            .putLong(0)
            .array();
    byte[] hash = e1.hash(Label.DIRECT_CONVERSATION, members).toByteArray();

    UUID id = ConversationIds.direct(e1, high, low);

    byte[] idBytes =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    assertThat(idBytes).isEqualTo(Arrays.copyOf(hash, 16));
  }
}
