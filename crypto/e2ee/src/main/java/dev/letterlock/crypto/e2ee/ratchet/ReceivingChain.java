package dev.letterlock.crypto.e2ee.ratchet;

import dev.letterlock.crypto.primitive.X25519PublicKey;

/** The peer's current chain and the ratchet key that began it. */
record ReceivingChain(X25519PublicKey dh, ChainKey chain) {}
