package dev.letterlock.crypto.e2ee.trust;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.trust.ListWorld.AccountKey;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What must not be taken for the next list of the account, with the rule that it breaks. */
final class RefusedLists {

  /**
   * One refusal.
   *
   * @param before which list was the last, 0 for none
   * @param rollover beside the list, or null
   * @param chain why whoever sees every list refuses it, by {@link KeyFault}
   * @param contact what somebody who knows only the last list makes of it: the same, a {@link
   *     PinAlarm}, RESET, SKIPPED or PINNED
   */
  record Refused(
      String name,
      String rule,
      int before,
      Octets list,
      @Nullable Octets rollover,
      KeyFault chain,
      String contact) {}

  static final String RESET = "RESET";
  static final String SKIPPED = "SKIPPED";
  static final String PINNED = "PINNED";

  private final ListWorld world;
  private final E1 e1;
  private final ListForge forge;
  private final List<Refused> all = new ArrayList<>();

  private RefusedLists(ListWorld world) {
    this.world = world;
    this.e1 = world.e1;
    this.forge = new ListForge(world);
  }

  static List<Refused> of(ListWorld world) {
    RefusedLists lists = new RefusedLists(world);
    lists.beginnings();
    lists.links();
    lists.signers();
    lists.shapes();
    lists.rollovers();
    lists.afterARollover();
    return lists.all;
  }

  private void beginnings() {
    add("no first list", "R1", 0, world.second.encode(), KeyFault.BAD_LIST_VERSION, PINNED);
    refuse(
        "a first list that follows another",
        "R1",
        0,
        forge.resigned(world.first, list -> list[ListForge.PREVIOUS] = 1),
        KeyFault.BAD_PREVIOUS_HASH);
  }

  private void links() {
    altered(
        "another list before",
        list -> list[ListForge.PREVIOUS] ^= 1,
        KeyFault.BAD_PREVIOUS_HASH,
        PinAlarm.BROKEN_CHAIN.name());
    altered(
        "the list before, hashed with its signature",
        list -> ListForge.put(list, ListForge.PREVIOUS, forge.hashWithSignature(world.first)),
        KeyFault.BAD_PREVIOUS_HASH,
        PinAlarm.BROKEN_CHAIN.name());
    altered(
        "a version left out",
        list -> list[ListForge.VERSION_END] = 3,
        KeyFault.BAD_LIST_VERSION,
        SKIPPED);
    add(
        "another list of the same version",
        "R1",
        2,
        forge.resigned(world.second, list -> list[ListForge.ENTRIES] ^= 1),
        KeyFault.BAD_LIST_VERSION,
        PinAlarm.SPLIT_VIEW.name());
    add(
        "the list before once more",
        "R8",
        2,
        world.first.encode(),
        KeyFault.BAD_LIST_VERSION,
        PinAlarm.ROLLBACK.name());
    altered(
        "the list of another user",
        list -> list[ListForge.USER] ^= 1,
        KeyFault.WRONG_OWNER,
        KeyFault.WRONG_OWNER.name());
  }

  private void signers() {
    byte[] second = world.second.encode();
    refuse(
        "signed by another key than it names",
        "R1",
        1,
        forge.signed(second, AccountKey.STRANGER, Label.DEVICE_LIST_SIGNATURE),
        KeyFault.BAD_SIGNATURE);
    refuse(
        "signed as a group state",
        "R1",
        1,
        forge.signed(second, AccountKey.OLD, Label.GROUP_STATE_SIGNATURE),
        KeyFault.BAD_SIGNATURE);
    refuse(
        "a device of the server's",
        "R1",
        1,
        forge.with(second, list -> list[ListForge.ENTRIES + ListForge.ENTRY + 8] ^= 1),
        KeyFault.BAD_SIGNATURE);
    add(
        "another account key",
        "R1",
        1,
        forge.signed(
            forge.with(
                second,
                list -> ListForge.put(list, ListForge.KEY, forge.bytes(AccountKey.STRANGER))),
            AccountKey.STRANGER,
            Label.DEVICE_LIST_SIGNATURE),
        KeyFault.ACCOUNT_KEY_CHANGED,
        RESET);
    refuse(
        "an account key of order 1",
        "R3",
        1,
        forge.underTheNeutralKey(second),
        KeyFault.BAD_SIGNATURE);
  }

  private void shapes() {
    DeviceList second = world.second;
    altered(
        "one device twice",
        list ->
            System.arraycopy(
                list, ListForge.ENTRIES, list, ListForge.ENTRIES + ListForge.ENTRY, Integer.BYTES),
        KeyFault.DUPLICATE_DEVICE,
        KeyFault.DUPLICATE_DEVICE.name());
    refuse("17 devices", "R14", 3, forge.seventeen(), KeyFault.TOO_MANY_DEVICES);
    altered(
        "flags",
        list -> list[ListForge.ENTRIES + ListForge.ENTRY - 1] = 1,
        KeyFault.BAD_FLAGS,
        KeyFault.BAD_FLAGS.name());
    altered("version 2", list -> list[0] = 2, KeyFault.BAD_VERSION, KeyFault.BAD_VERSION.name());
    refuse(
        "more devices than it says",
        "R14",
        1,
        forge.resigned(second, list -> list[ListForge.COUNT] = 1),
        KeyFault.BAD_LENGTH);
    byte[] good = second.encode();
    for (int length :
        new int[] {0, ListForge.COUNT, good.length - Signature.SIZE, good.length - 1}) {
      refuse(length + " bytes", "R14", 1, Arrays.copyOf(good, length), KeyFault.BAD_LENGTH);
    }
    refuse("one byte more", "R14", 1, Arrays.copyOf(good, good.length + 1), KeyFault.BAD_LENGTH);
  }

  private void rollovers() {
    add("no rollover", "R1", 2, world.third.encode(), KeyFault.ACCOUNT_KEY_CHANGED, RESET);
    rolled("a rollover by the new key", forge.issue(AccountKey.NEW, AccountKey.NEW, world.second));
    rolled(
        "a rollover by a third key",
        forge.issue(AccountKey.STRANGER, AccountKey.NEW, world.second));
    rolled(
        "a rollover after another list", forge.issue(AccountKey.OLD, AccountKey.NEW, world.first));
    rolled(
        "a rollover signed as a list",
        new AccountKeyRollover(
                world.rollover.newKey(),
                e1.sign(
                    world.key(AccountKey.OLD),
                    Label.DEVICE_LIST_SIGNATURE,
                    world.rollover.newKey().toByteArray(),
                    world.second.listHash(e1).toByteArray()))
            .encode());
    rolled(
        "a rollover to a third key",
        world.third.encode(),
        forge.issue(AccountKey.OLD, AccountKey.STRANGER, world.second),
        KeyFault.ACCOUNT_KEY_CHANGED,
        RESET);
    rolled(
        "a rollover cut short",
        world.third.encode(),
        Arrays.copyOf(world.rollover.encode(), AccountKeyRollover.SIZE - 1),
        KeyFault.BAD_LENGTH,
        KeyFault.BAD_LENGTH.name());
  }

  private void afterARollover() {
    byte[] rollover = world.rollover.encode();
    rolled(
        "a rollover, and another list before",
        forge.signed(
            forge.with(world.third.encode(), list -> list[ListForge.PREVIOUS] ^= 1),
            AccountKey.NEW,
            Label.DEVICE_LIST_SIGNATURE),
        rollover,
        KeyFault.BAD_PREVIOUS_HASH,
        PinAlarm.BROKEN_CHAIN.name());
    rolled(
        "a rollover, and a version left out",
        forge.signed(
            forge.with(world.third.encode(), list -> list[ListForge.VERSION_END] = 4),
            AccountKey.NEW,
            Label.DEVICE_LIST_SIGNATURE),
        rollover,
        KeyFault.BAD_LIST_VERSION,
        RESET);
    rolled(
        "a rollover, and a list that the old key signed",
        forge.signed(world.third.encode(), AccountKey.OLD, Label.DEVICE_LIST_SIGNATURE),
        rollover,
        KeyFault.BAD_SIGNATURE,
        KeyFault.BAD_SIGNATURE.name());
    add(
        "the old key again",
        "R1",
        3,
        world.third.next(e1, world.key(AccountKey.OLD), 1, List.of(world.phone)).encode(),
        KeyFault.ACCOUNT_KEY_CHANGED,
        RESET);
    add(
        "the old key beside the new",
        "R1",
        3,
        world.second.next(e1, world.key(AccountKey.OLD), 1, List.of(world.phone)).encode(),
        KeyFault.BAD_LIST_VERSION,
        PinAlarm.SPLIT_VIEW.name());
  }

  private void rolled(String name, byte[] rollover) {
    rolled(name, world.third.encode(), rollover, KeyFault.BAD_SIGNATURE, RESET);
  }

  private void rolled(String name, byte[] list, byte[] rollover, KeyFault chain, String contact) {
    all.add(new Refused(name, "R1", 2, Octets.of(list), Octets.of(rollover), chain, contact));
  }

  /** The second list with a change that the account key signs. */
  private void altered(String name, Consumer<byte[]> change, KeyFault chain, String contact) {
    add(name, "R1", 1, forge.resigned(world.second, change), chain, contact);
  }

  private void refuse(String name, String rule, int before, byte[] list, KeyFault fault) {
    add(name, rule, before, list, fault, fault.name());
  }

  private void add(
      String name, String rule, int before, byte[] list, KeyFault chain, String contact) {
    all.add(new Refused(name, rule, before, Octets.of(list), null, chain, contact));
  }
}
