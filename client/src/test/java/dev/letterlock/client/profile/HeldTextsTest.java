package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeldTextsTest {
  private static final int MOST = 500;
  private static final UUID WITH_BOB = new UUID(1, 1);
  private static final UUID WITH_CAROL = new UUID(2, 2);

  private final Transaction step = new Transaction(new MemoryVault());
  private final HeldTexts texts = new HeldTexts(step);

  @Test
  void givesOldestFirstWhatWasHeldOfAConversationAndOnlyOnce() {
    KeptLetter late = text(WITH_BOB, 1, 30);
    KeptLetter early = text(WITH_BOB, 2, 20);
    texts.hold(late);
    texts.hold(early);
    texts.hold(text(WITH_CAROL, 3, 10));

    assertThat(texts.take(WITH_BOB)).containsExactly(early, late);
    assertThat(texts.take(WITH_BOB)).isEmpty();
    assertThat(texts.take(WITH_CAROL)).hasSize(1);
  }

  @Test
  void holdsABoundedNumber() {
    for (int i = 0; i < MOST; i++) {
      assertThat(texts.hold(text(WITH_BOB, i, i))).isTrue();
    }
    assertThat(texts.hold(text(WITH_CAROL, MOST, MOST))).isFalse();
  }

  private static KeptLetter text(UUID conversation, long message, long time) {
    return new KeptLetter(
        new DeviceAddress(UserId.of(new UUID(9, 9)), 2),
        conversation,
        new UUID(7, message),
        time,
        false,
        Octets.of(new byte[0]),
        Octets.of(new byte[] {(byte) message}));
  }
}
