package dev.letterlock.crypto.e2ee.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.safety.AccountIdentity;
import dev.letterlock.crypto.e2ee.safety.SafetyCode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** The text of docs/vectors/e1-links.json as the code would write it today. */
final class LinkVectors {

  private static final String ABOUT =
      "Linking, docs/E2EE.md 2.10. LK, eP and the nonce of equal bytes. refused_codes: what is"
          + " scanned and is no code of a new device. refused_certs: what the mailbox has in the"
          + " place of the new device's certificate. refused_parcels: what comes in the place of the"
          + " parcel, for the device of cert under the code.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LinkWorld world = new LinkWorld();

  static String text() throws JsonProcessingException {
    return new LinkVectors().write();
  }

  private String write() throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.put("about", ABOUT)
        .put("user", world.user.toString())
        .put("link_key_byte", LinkWorld.LINK_KEY)
        .put("ephemeral_byte", LinkWorld.EPHEMERAL)
        .put("nonce_byte", LinkWorld.NONCE)
        .put("cert", hex(world.phone.encode()))
        .put("code", hex(world.code.encode()));
    try (LinkChannel channel = world.laptopsEnd()) {
      root.put("digits", channel.digits());
    }
    root.put("parcel", hex(world.parcel.encode())).put("sealed", hex(world.sealed(world.parcel)));
    refusedCodes(root.putArray("refused_codes"));
    refusedCerts(root.putArray("refused_certs"));
    refusedParcels(root.putArray("refused_parcels"));
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(root) + "\n";
  }

  private void refusedCodes(ArrayNode out) {
    byte[] good = world.code.encode();
    AccountIdentity self = new AccountIdentity(world.user, world.before.accountKey());
    byte[] other = new SafetyCode(self, self).encode();
    code(out, "R12", "a code to compare", other);
    code(out, "R12", "the beginning of a code to compare", Arrays.copyOf(other, LinkCode.SIZE));
    code(out, "R14", "no code", new byte[0]);
    code(out, "R14", "half a code of a new device", Arrays.copyOf(good, 41));
    code(out, "R14", "a code and a byte", Arrays.copyOf(good, LinkCode.SIZE + 1));
    byte[] beyond = good.clone();
    Arrays.fill(beyond, 19, 51, (byte) 0xff);
    code(out, "R2", "LK not canonical", beyond);
  }

  private static void code(ArrayNode out, String rule, String name, byte[] bytes) {
    refused(out, rule, name, bytes, LinkFault.NOT_A_LINK_CODE);
  }

  private void refusedCerts(ArrayNode out) {
    byte[] unsigned = world.phone.encode();
    unsigned[unsigned.length - 1] ^= 1;
    cert(out, "another device of the account", world.laptop, LinkFault.OTHER_DEVICE);
    cert(out, "a changed certificate", DeviceCert.parse(unsigned), LinkFault.OTHER_DEVICE);
    DeviceCert foreign = world.cert(new UUID(7, 7), 2, 0x63);
    ObjectNode last =
        refused(out, "R12", "a stranger's device", foreign.encode(), LinkFault.BAD_CERTIFICATE);
    last.put("code", hex(coded(foreign).encode()));
    ObjectNode bad =
        refused(out, "R1", "a code for a changed certificate", unsigned, LinkFault.BAD_CERTIFICATE);
    bad.put("code", hex(coded(DeviceCert.parse(unsigned)).encode()));
  }

  private void cert(ArrayNode out, String name, DeviceCert cert, LinkFault fault) {
    refused(out, "R12", name, cert.encode(), fault).put("code", hex(world.code.encode()));
  }

  private LinkCode coded(DeviceCert cert) {
    return new LinkCode(world.code.link(), world.code.key(), cert.certHash(world.e1));
  }

  private void refusedParcels(ArrayNode out) {
    byte[] good = world.sealed(world.parcel);
    refused(out, "R14", "no parcel", new byte[0], LinkFault.NOT_AUTHENTIC);
    refused(out, "R14", "half a parcel", Arrays.copyOf(good, 300), LinkFault.NOT_AUTHENTIC);
    refused(out, "R3", "a changed tag", flipped(good, good.length - 1), LinkFault.NOT_AUTHENTIC);
    refused(out, "R3", "a changed nonce", flipped(good, 0), LinkFault.NOT_AUTHENTIC);
    LinkParcel without = new LinkParcel(world.before, List.of());
    refused(out, "R1", "the list before", world.sealed(without), LinkFault.NOT_ADMITTED);
    LinkParcel strangers = new LinkParcel(world.contact(0x71), List.of());
    refused(out, "R1", "a stranger's list", world.sealed(strangers), LinkFault.NOT_ADMITTED);
    LinkParcel forged = new LinkParcel(forged(), List.of());
    refused(out, "R1", "a list that nobody signed", world.sealed(forged), LinkFault.NOT_ADMITTED);
  }

  private DeviceList forged() {
    DeviceList next =
        world.before.next(
            world.e1,
            world.signing(0x69),
            world.admitting.created(),
            List.of(DeviceEntry.of(world.e1, world.phone)));
    return new DeviceList(
        next.user(),
        next.version(),
        next.previous(),
        world.before.accountKey(),
        next.created(),
        next.entries(),
        next.signature());
  }

  private static byte[] flipped(byte[] good, int place) {
    byte[] bytes = good.clone();
    bytes[place] ^= 1;
    return bytes;
  }

  private static ObjectNode refused(
      ArrayNode out, String rule, String name, byte[] bytes, LinkFault fault) {
    return out.addObject()
        .put("name", name)
        .put("rule", rule)
        .put("bytes", hex(bytes))
        .put("fault", fault.name());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
