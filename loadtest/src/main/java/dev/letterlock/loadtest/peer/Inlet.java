package dev.letterlock.loadtest.peer;

import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.primitive.CryptoException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.protocol.envelope.Envelope;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The end of a flow at one recipient device: opens and judges what arrives. One loop. */
final class Inlet {

  private final CryptoKit crypto;
  private final StaticPair pair;
  private final Content content;
  private final Sender sender;
  private final SequenceCheck order = new SequenceCheck();

  Inlet(CryptoKit crypto, StaticPair pair, Content content, Sender sender) {
    this.crypto = crypto;
    this.pair = pair;
    this.content = content;
    this.sender = sender;
  }

  /** Who sends into this. */
  Sender sender() {
    return sender;
  }

  /** The plaintext, or null when it cannot be opened or is not what was sent. */
  @Nullable ByteBuffer open(Envelope envelope) {
    byte[] slice = envelope.copySlice();
    try (SecretBytes cek = pair.unwrap(envelope.copyHeader(), PayloadHash.of(crypto.e1(), slice))) {
      ByteBuffer opened = crypto.slices().open(cek, slice);
      return content.matches(opened) ? opened : null;
    } catch (OpenRejectedException | CryptoException e) {
      return null;
    }
  }

  SequenceCheck.Verdict arrived(long seq) {
    return order.arrived(seq);
  }

  long distinct() {
    return order.distinct();
  }
}
