package dev.letterlock.crypto.e2ee.safety;

import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the QR code of a safety number holds, 100 bytes (docs/E2EE.md §2.10): {@code "E1S" 3 | ver
 * u8=1 | own user 16 | own AIK 32 | peer's user 16 | peer's AIK 32}. Its first bytes differ from
 * those of every other code, so that a code for linking a device is never taken for one to compare
 * (docs/E2EE.md R12).
 */
public record SafetyCode(AccountIdentity own, AccountIdentity peer) {

  public static final int SIZE = 100;

  private static final byte[] TYPE = "E1S".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;

  /**
   * Reads a scanned code.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_KIND} (not a
   *     code to compare) or {@link KeyFault#BAD_VERSION}
   */
  public static SafetyCode parse(byte[] scanned) {
    StructureReader in = new StructureReader("safety code", scanned).requireSize(SIZE);
    if (!Arrays.equals(in.take(TYPE.length), TYPE)) {
      throw new KeyRejectedException(
          KeyFault.BAD_KIND, "safety code: of another kind (expected: E1S)");
    }
    in.version1();
    return new SafetyCode(identity(in), identity(in));
  }

  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE).put(TYPE).put(VERSION);
    write(own, out);
    write(peer, out);
    return out.array();
  }

  /** True if the other one, whose code was scanned, sees both keys as we do. */
  public boolean matches(SafetyCode scanned) {
    return own.equals(scanned.peer) && peer.equals(scanned.own);
  }

  private static AccountIdentity identity(StructureReader in) {
    return new AccountIdentity(in.uuid(), in.signingKey());
  }

  private static void write(AccountIdentity identity, ByteBuffer out) {
    Uuids.write(out, identity.user());
    identity.accountKey().writeTo(out);
  }
}
