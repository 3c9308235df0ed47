package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.PayloadSlice;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Signature;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Seals and opens group messages, {@code head 29 | slice 73 + P | Sig(SGK, "E1:gmsg", all ||
 * stateHash) 64}: docs/E2EE.md §2.8. Changes nothing: what comes back is to be kept, in one
 * transaction with the message. Safe for any thread.
 */
public final class GroupCipher {

  private final E1 e1;
  private final PayloadSlice slices;

  public GroupCipher(E1 e1, PayloadSlice slices) {
    this.e1 = e1;
    this.slices = slices;
  }

  /**
   * A message ready to be sent.
   *
   * @param chain to keep, on disk before the message leaves
   * @param message 166 + P bytes
   */
  public record Sealed(SenderChain chain, Octets message) {}

  /**
   * A message that was opened.
   *
   * @param chains to keep
   * @param content for {@code ContentCodec.decodeOpened}, which wipes it
   */
  public record Opened(SenderChains chains, ByteBuffer content) {}

  /** Seals content with the next key of the chain, padded to its bucket. */
  public Sealed seal(SenderChain chain, byte[] content) {
    byte[] head = new GroupMessageHead(chain.place(), chain.iteration()).encode();
    ChainStep step = ChainStep.of(e1, chain.chainKey());
    try (SecretBytes messageKey = step.messageKey();
        Ed25519KeyPair signer = e1.sodium().signingKeyPair(chain.signingSeed())) {
      byte[] slice = slices.seal(messageKey, content, PayloadSizes.paddedSizeFor(content.length));
      Signature signature =
          e1.sign(
              signer, Label.GROUP_MESSAGE_SIGNATURE, head, slice, chain.stateHash().toByteArray());
      ByteBuffer message = ByteBuffer.allocate(head.length + slice.length + Signature.SIZE);
      signature.writeTo(message.put(head).put(slice));
      return new Sealed(chain.after(step.next()), Octets.of(message.array()));
    }
  }

  /**
   * Opens a message of the device whose chains these are. Which epochs are accepted is for {@link
   * GroupView#requireAccepted} to say, before.
   *
   * @throws GroupRejectedException with {@link GroupFault#BAD_LENGTH}, {@link
   *     GroupFault#BAD_VERSION}, {@link GroupFault#UNKNOWN_CHAIN}, {@link
   *     GroupFault#BAD_SIGNATURE}, {@link GroupFault#USED_BEFORE}, {@link GroupFault#TOO_FAR} or
   *     {@link GroupFault#NOT_AUTHENTIC}
   */
  public Opened open(SenderChains chains, byte[] message) {
    GroupMessageHead head = GroupMessageHead.parse(message);
    ReceivedChain chain =
        chains
            .find(head.place())
            .orElseThrow(() ->
                new GroupRejectedException(
                    GroupFault.UNKNOWN_CHAIN, "chain: unknown (expected: one distributed)"));
    requireSignature(chain, message);
    ReceivedChain.Advanced advanced = chain.advance(e1, head.iteration());
    try (SecretBytes messageKey = advanced.messageKey()) {
      byte[] slice =
          Arrays.copyOfRange(message, GroupMessageHead.SIZE, message.length - Signature.SIZE);
      return new Opened(chains.with(advanced.chain()), slices.open(messageKey, slice));
    } catch (OpenRejectedException e) {
      advanced.chain().close();
      throw new GroupRejectedException(
          GroupFault.NOT_AUTHENTIC, "slice: " + e.fault() + " (expected: authentic)");
    }
  }

  private void requireSignature(ReceivedChain chain, byte[] message) {
    int signed = message.length - Signature.SIZE;
    boolean good =
        e1.verifies(
            chain.signingKey(),
            Label.GROUP_MESSAGE_SIGNATURE,
            Signature.of(Arrays.copyOfRange(message, signed, message.length)),
            Arrays.copyOf(message, signed),
            chain.stateHash().toByteArray());
    if (!good) {
      throw new GroupRejectedException(
          GroupFault.BAD_SIGNATURE, "group message: signature (expected: by its chain's key)");
    }
  }
}
