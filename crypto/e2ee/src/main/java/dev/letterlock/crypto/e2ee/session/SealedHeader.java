package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.primitive.Octets;

/**
 * What one device needs to open a message (docs/E2EE.md §2.5).
 *
 * @param header 93, 143 or 1,231 bytes, to go into the Send frame
 * @param next to be stored before the frame leaves; the old state is then to be closed
 */
public record SealedHeader(Octets header, PeerState next) {}
