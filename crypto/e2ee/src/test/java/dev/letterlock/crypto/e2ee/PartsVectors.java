package dev.letterlock.crypto.e2ee;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;

/** The text of docs/vectors/e1-parts.json as the code would write it today. */
final class PartsVectors {

  private static final String ABOUT =
      "A device certificate, its pre-keys and a slice, docs/E2EE.md 2.2, 2.3 and 2.6, a request"
          + " that it signs (2.10a), and who is sent a message again (2.5). Bytes as hex, u64 as decimal text, times in ms since"
          + " 1970; secrets of 32 equal bytes, the KEM's d and z of 64. refused, by what it is:"
          + " certificate, bytes that are none; bundle, pre-keys of the device above that its peer,"
          + " of suite 2, must not use at that time, an empty kem for none; downgrade, a"
          + " certificate and a signed pre-key under the number of the device above, of which the"
          + " certificate above was seen before; slice, under the same CEK; request, under the DSK"
          + " above; retry, a device that asks for a message which was sent to the certHash"
          + " sent_to, and must get none.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private PartsVectors() {}

  static String text() throws JsonProcessingException {
    PartsWorld world = new PartsWorld();
    ObjectNode root = JSON.createObjectNode();
    root.put("about", ABOUT);
    device(root.putObject("device"), world);
    slice(root.putObject("slice"), world);
    request(root.putObject("request"), world);
    ArrayNode refused = root.putArray("refused");
    RefusedParts.of(world).forEach(one -> add(refused.addObject(), one));
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(root) + "\n";
  }

  private static void device(ObjectNode out, PartsWorld world) {
    out.put("dsk_seed_byte", PartsWorld.DEVICE_SEED)
        .put("dhk_secret_byte", PartsWorld.AGREEMENT_SECRET)
        .put("cert", hex(world.cert.encode()))
        .put("certHash", hex(world.cert.certHash(world.e1).toByteArray()))
        .put("good_until", Long.toString(world.lastDay().toEpochMilli()))
        .put("signed_secret_byte", PartsWorld.SIGNED_SECRET)
        .put("signed", hex(world.signed.encode()))
        .put("kem_seed_byte", PartsWorld.KEM_SEED)
        .put("kem", hex(world.kem.encode()))
        .put("last_resort", hex(world.lastResort.encode()));
  }

  private static void slice(ObjectNode out, PartsWorld world) {
    out.put("cek_byte", PartsWorld.CEK)
        .put("nonce_byte", PartsWorld.NONCE)
        .put("content", hex(PartsWorld.CONTENT))
        .put("bytes", hex(world.slice));
  }

  private static void request(ObjectNode out, PartsWorld world) {
    out.put("nonce", hex(PartsWorld.filled(PartsWorld.REQUEST_NONCE, 32)))
        .put("method", PartsWorld.REQUEST_METHOD)
        .put("path", PartsWorld.REQUEST_PATH)
        .put("body", hex(PartsWorld.REQUEST_BODY))
        .put("signature", hex(world.requestSignature().toByteArray()));
  }

  private static void add(ObjectNode out, RefusedParts.Refused refused) {
    out.put("name", refused.name()).put("rule", refused.rule()).put("what", refused.what());
    refused.given().forEach(out::put);
    out.put("fault", refused.fault());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
