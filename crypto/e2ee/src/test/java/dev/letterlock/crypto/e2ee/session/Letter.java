package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;

/** A header on its way between two phones, and the key that it should lead to. */
record Letter(Phone from, Octets header, Hash32 payloadHash, SecretBytes cek) {

  /** Of the session that its record names. */
  int tag() {
    return DeviceHeader.parse(header.toByteArray()).recordHeader().tag();
  }

  Letter withHeader(byte[] other) {
    return new Letter(from, Octets.of(other), payloadHash, cek);
  }

  Letter withPayload(Hash32 other) {
    return new Letter(from, header, other, cek);
  }
}
