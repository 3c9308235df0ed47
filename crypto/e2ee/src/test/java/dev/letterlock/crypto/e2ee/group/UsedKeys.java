package dev.letterlock.crypto.e2ee.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Every key and nonce under which a group message was ever sealed: no two of them are the same. */
final class UsedKeys {

  private static final int SLICE = GroupMessageHead.SIZE;
  private static final int NONCE = SLICE + 1;
  private static final int COMMITMENT = NONCE + XChaCha20Poly1305.NONCE_SIZE;
  private static final int SEALED = COMMITMENT + 32;
  private static final int SIGNATURE = 64;

  private final E1 e1;
  private final XChaCha20Poly1305 cipher;
  private final Set<Octets> pairs = new HashSet<>();
  private final Set<Octets> messageKeys = new HashSet<>();
  private int messages;

  UsedKeys(E1 e1) {
    this.e1 = e1;
    this.cipher = new XChaCha20Poly1305(e1.sodium());
  }

  /**
   * Finds the key and nonce of a message, checks that they open it, and that they are new.
   *
   * @param before as the chain stood when the message was sealed
   */
  void note(SenderChain before, byte[] message) {
    try (SecretBytes messageKey = ChainStep.of(e1, before.chainKey()).messageKey()) {
      byte[] nonce = Arrays.copyOfRange(message, NONCE, COMMITMENT);
      byte[] key =
          Arrays.copyOf(e1.kdf(messageKey, Label.PAYLOAD_KEYS, 64, nonce).revealCopy(), 32);
      assertThat(opens(key, nonce, message)).as("the key of the message").isTrue();

      byte[] pair = Arrays.copyOf(key, key.length + nonce.length);
      System.arraycopy(nonce, 0, pair, key.length, nonce.length);
      assertThat(pairs.add(Octets.of(pair))).as("a key and nonce never used before").isTrue();
      messageKeys.add(Octets.of(messageKey.revealCopy()));
      messages++;
    }
  }

  /** How many messages had a message key that another one had, as their sender was set back. */
  int repeatedMessageKeys() {
    return messages - messageKeys.size();
  }

  private boolean opens(byte[] key, byte[] nonce, byte[] message) {
    MemorySegment whole = MemorySegment.ofArray(message);
    int end = message.length - SIGNATURE;
    byte[] opened = new byte[end - SEALED - XChaCha20Poly1305.TAG_SIZE];
    return cipher.open(
        MemorySegment.ofArray(key),
        MemorySegment.ofArray(nonce),
        whole.asSlice(SLICE, SEALED - SLICE),
        whole.asSlice(SEALED, end - SEALED),
        MemorySegment.ofArray(opened));
  }
}
