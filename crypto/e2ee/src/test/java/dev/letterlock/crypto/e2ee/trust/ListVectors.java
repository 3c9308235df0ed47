package dev.letterlock.crypto.e2ee.trust;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.trust.ListWorld.AccountKey;
import dev.letterlock.crypto.e2ee.trust.ListWorld.Device;
import dev.letterlock.crypto.e2ee.trust.RefusedLists.Refused;
import dev.letterlock.crypto.primitive.Octets;
import java.util.HexFormat;
import java.util.List;

/** The text of docs/vectors/e1-lists.json as the code would write it today. */
final class ListVectors {

  private static final String ABOUT =
      "Device lists of one account, docs/E2EE.md 2.2. Bytes as hex, u64 as decimal text; seeds and"
          + " secrets of 32 equal bytes. lists: one chain; the rollover is served beside list 3."
          + " refused: a list, with a rollover or without, that must not follow list 'before' (0:"
          + " none). chain: why whoever sees every list refuses it. contact and own: what a client"
          + " makes of it that knows list 'before' only, of somebody else's account and of its"
          + " own: the same refusal; ROLLBACK, SPLIT_VIEW, BROKEN_CHAIN or OWN_KEY_REPLACED, an"
          + " alarm; RESET, a new key that nothing vouches for; SKIPPED and PINNED, taken, as only"
          + " the signature can be checked. evidence: two lists, u8=1 | u32 length | list | u32 length"
          + " | list, and whether they prove that the account has split itself; malformed where that"
          + " is not said.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ListWorld world = new ListWorld();
  private final ObjectNode root = JSON.createObjectNode();

  private ListVectors() {
    root.put("about", ABOUT);
    root.put("user", world.user.toString().replace("-", ""));
    addKeys();
    addDevices();
    addLists();
    root.put("rollover", hex(world.rollover.encode()));
    ArrayNode refused = root.putArray("refused");
    RefusedLists.of(world).forEach(one -> add(refused.addObject(), one));
    new EvidenceVectors(world, root.putArray("evidence")).add();
  }

  static String text() throws JsonProcessingException {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(new ListVectors().root) + "\n";
  }

  private void addKeys() {
    ObjectNode keys = root.putObject("account_keys");
    for (AccountKey key : AccountKey.values()) {
      keys.putObject(key.name())
          .put("seed_byte", key.seedByte)
          .put("aik", hex(world.key(key).publicKey().toByteArray()));
    }
  }

  private void addDevices() {
    ArrayNode devices = root.putArray("devices");
    for (Device device : List.of(ListWorld.LAPTOP, ListWorld.PHONE)) {
      DeviceCert cert = world.cert(device);
      devices
          .addObject()
          .put("name", device.name())
          .put("dsk_seed_byte", device.signingByte())
          .put("dhk_secret_byte", device.agreementByte())
          .put("cert", hex(cert.encode()))
          .put("certHash", hex(cert.certHash(world.e1).toByteArray()));
    }
  }

  private void addLists() {
    ArrayNode lists = root.putArray("lists");
    for (DeviceList list : world.chain) {
      boolean old = list.version() <= 2;
      ObjectNode node =
          lists
              .addObject()
              .put("account_key", (old ? AccountKey.OLD : AccountKey.NEW).name())
              .put("listVer", Long.toString(list.version()))
              .put("prevHash", hex(list.previous().toByteArray()))
              .put("created", Long.toString(list.created()));
      ArrayNode entries = node.putArray("entries");
      list.entries()
          .forEach(entry ->
              entries
                  .addObject()
                  .put("device", entry.device())
                  .put("reg", entry.reg())
                  .put("certHash", hex(entry.certHash().toByteArray())));
      node.put("bytes", hex(list.encode()));
      node.put("listHash", hex(list.listHash(world.e1).toByteArray()));
    }
  }

  private static void add(ObjectNode node, Refused refused) {
    node.put("name", refused.name()).put("rule", refused.rule()).put("before", refused.before());
    node.put("list", hex(refused.list().toByteArray()));
    Octets rollover = refused.rollover();
    if (rollover != null) {
      node.put("rollover", hex(rollover.toByteArray()));
    }
    node.put("chain", refused.chain().name()).put("contact", refused.contact());
    if (refused.before() > 0) {
      boolean reset = refused.contact().equals(RefusedLists.RESET);
      node.put("own", reset ? PinAlarm.OWN_KEY_REPLACED.name() : refused.contact());
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
