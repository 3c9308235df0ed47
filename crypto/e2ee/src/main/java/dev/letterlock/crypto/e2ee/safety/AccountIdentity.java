package dev.letterlock.crypto.e2ee.safety;

import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import java.util.UUID;

/** A user and the account key that stands for him (docs/E2EE.md §2.10). */
public record AccountIdentity(UUID user, Ed25519PublicKey accountKey) {}
