package dev.letterlock.crypto.e2ee.trust;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.trust.ListWorld.AccountKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Pairs of lists for docs/vectors/e1-lists.json: what they prove, or why they are none. */
record EvidenceVectors(ListWorld world, ArrayNode out) {

  void add() {
    DeviceList other = next(world.first, AccountKey.OLD, 1_500);
    DeviceList behindOther = next(other, AccountKey.OLD, 2_500);
    add("two lists of one version", world.second, other, true);
    add("a newer list that names another before it", world.second, behindOther, true);
    add("the same, shown the other way round", behindOther, world.second, true);
    add("neighbours of one history", world.first, world.second, false);
    add("a step back", world.second, world.first, false);
    add("the same list twice", world.second, world.second, false);
    add("versions that are no neighbours", world.first, behindOther, false);
    add("two keys", world.second, next(world.first, AccountKey.STRANGER, 1_500), false);
    add("a list that is not rightly signed", world.second, wronglySigned(other), false);
    byte[] good = new ListEvidence(world.second, other).encode();
    malformed("cut short", Arrays.copyOf(good, good.length - 1));
    malformed("a byte too many", Arrays.copyOf(good, good.length + 1));
    malformed("another version", with(good, 0, 2));
    malformed("a length beyond the end", with(good, 3, 0xff));
    malformed("nothing", new byte[0]);
  }

  private DeviceList next(DeviceList before, AccountKey key, long after) {
    E1 e1 = world.e1;
    return before.next(e1, world.key(key), ListWorld.CREATED + after, List.of(world.laptop));
  }

  private static DeviceList wronglySigned(DeviceList list) {
    byte[] bytes = list.encode();
    return DeviceList.parse(with(bytes, bytes.length - 40, bytes[bytes.length - 40] ^ 1));
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private void add(String name, DeviceList pinned, DeviceList shown, boolean holds) {
    out.addObject()
        .put("name", name)
        .put("bytes", hex(new ListEvidence(pinned, shown).encode()))
        .put("holds", holds);
  }

  private void malformed(String name, byte[] bytes) {
    out.addObject().put("name", name).put("bytes", hex(bytes));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
