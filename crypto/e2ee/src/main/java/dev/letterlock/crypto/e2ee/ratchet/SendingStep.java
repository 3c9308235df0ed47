package dev.letterlock.crypto.e2ee.ratchet;

import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519PublicKey;

/**
 * Where the next message stands in the ratchet, and its key (docs/E2EE.md §2.5).
 *
 * @param previousCount pn, unsigned
 * @param count n, unsigned
 * @param messageKey MK, 32 bytes, the receiver's to close
 */
public record SendingStep(
    X25519PublicKey dh, int previousCount, int count, SecretBytes messageKey) {}
