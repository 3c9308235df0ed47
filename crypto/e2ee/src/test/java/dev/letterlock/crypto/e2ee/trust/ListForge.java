package dev.letterlock.crypto.e2ee.trust;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.trust.ListWorld.AccountKey;
import dev.letterlock.crypto.primitive.Signature;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** Makes lists that {@link DeviceList} would never make, with good signatures over them. */
final class ListForge {

  static final int USER = 1;
  static final int VERSION_END = 24;
  static final int PREVIOUS = 25;
  static final int KEY = 57;
  static final int COUNT = 97;
  static final int ENTRIES = 98;
  static final int ENTRY = 41;

  private final ListWorld world;
  private final E1 e1;

  ListForge(ListWorld world) {
    this.world = world;
    this.e1 = world.e1;
  }

  /** The list with a change that the old account key signs. */
  byte[] resigned(DeviceList list, Consumer<byte[]> change) {
    return signed(with(list.encode(), change), AccountKey.OLD, Label.DEVICE_LIST_SIGNATURE);
  }

  /** The list with another signature. */
  byte[] signed(byte[] list, AccountKey by, Label label) {
    int body = list.length - Signature.SIZE;
    byte[] signed = list.clone();
    e1.sign(world.key(by), label, Arrays.copyOf(list, body))
        .writeTo(ByteBuffer.wrap(signed).position(body));
    return signed;
  }

  /** The list with a change that nobody signs. */
  byte[] with(byte[] list, Consumer<byte[]> change) {
    byte[] changed = list.clone();
    change.accept(changed);
    return changed;
  }

  byte[] issue(AccountKey by, AccountKey to, DeviceList last) {
    return AccountKeyRollover.issue(e1, world.key(by), world.key(to).publicKey(), last).encode();
  }

  byte[] hashWithSignature(DeviceList list) {
    return e1.hash(Label.DEVICE_LIST_HASH, list.encode()).toByteArray();
  }

  byte[] bytes(AccountKey key) {
    return world.key(key).publicKey().toByteArray();
  }

  /** Its signature is good to a verifier that lets such keys pass: 0 B = R + h A. */
  byte[] underTheNeutralKey(byte[] list) {
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    byte[] changed = list.clone();
    put(changed, KEY, neutral);
    Arrays.fill(changed, list.length - Signature.SIZE, list.length, (byte) 0);
    changed[list.length - Signature.SIZE] = 1;
    return changed;
  }

  /** The fourth list with one device more. */
  byte[] seventeen() {
    byte[] full = world.fourth.encode();
    int body = full.length - Signature.SIZE;
    byte[] longer = Arrays.copyOf(full, full.length + ENTRY);
    longer[COUNT] = 17;
    System.arraycopy(full, ENTRIES, longer, body, ENTRY);
    longer[body + 3] = 99;
    return signed(longer, AccountKey.NEW, Label.DEVICE_LIST_SIGNATURE);
  }

  static void put(byte[] list, int at, byte[] part) {
    System.arraycopy(part, 0, list, at, part.length);
  }
}
