package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.prekey.BundleFault;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Certificates, bundles, slices and requests of which nobody may make use. */
final class RefusedParts {

  /** The answer to a request that the device may not be given. */
  static final String NOT_ANSWERED = "NOT_ANSWERED";

  private static final int SIGNATURE_AT = 98;
  private static final int COMMITMENT_AT = 25;

  private final PartsWorld world;
  private final List<Refused> refused = new ArrayList<>();

  /**
   * Something to refuse.
   *
   * @param what {@code certificate}, {@code bundle}, {@code downgrade}, {@code slice}, {@code
   *     request} or {@code retry}
   * @param given hex or other text by name
   */
  record Refused(String name, String rule, String what, Map<String, String> given, String fault) {}

  private RefusedParts(PartsWorld world) {
    this.world = world;
    addCertificates();
    addSignedPreKeys();
    addKemPreKeys();
    addDowngrade();
    addCommitments();
    addPaddings();
    addRequests();
    addRetry();
  }

  static List<Refused> of(PartsWorld world) {
    return List.copyOf(new RefusedParts(world).refused);
  }

  private void addCertificates() {
    certificate("a changed self-signature", "R1", b -> b[SIGNATURE_AT] ^= 1);
    certificate("another agreement key", "R1", b -> b[60] ^= 1);
    certificate("another suite", "R1", b -> b[1] = 1);
    byte[] good = world.cert.encode();
    byte[] underAnotherLabel =
        world
            .e1
            .sign(world.deviceKey, Label.SIGNED_PRE_KEY, Arrays.copyOf(good, SIGNATURE_AT))
            .toByteArray();
    certificate(
        "a self-signature under the label of a pre-key",
        "R1",
        b -> System.arraycopy(underAnotherLabel, 0, b, SIGNATURE_AT, underAnotherLabel.length));
    length("a certificate cut off", Arrays.copyOf(good, good.length - 1));
    length("a certificate with a byte more", Arrays.copyOf(good, good.length + 1));
  }

  private void addSignedPreKeys() {
    String now = Long.toString(PartsWorld.CREATED);
    SignedPreKey byAnother = world.signed(world.stranger(), PartsWorld.CREATED);
    bundle(
        "a signed pre-key that another key signed", "R1", byAnother, world.kem, now, signature());
    SignedPreKey good = world.signed;
    SignedPreKey renewed =
        new SignedPreKey(good.id(), good.created() + 1, good.key(), good.signature());
    bundle("a signed pre-key with another time", "R8", renewed, world.kem, now, signature());
    bundle(
        "a signed pre-key of more than 30 days",
        "R8",
        good,
        world.kem,
        Long.toString(world.lastDay().toEpochMilli() + 1),
        BundleFault.SIGNED_PRE_KEY_TOO_OLD.name());
  }

  private void addKemPreKeys() {
    String now = Long.toString(PartsWorld.CREATED);
    KemPreKey byAnother = world.kem(world.stranger(), KemPreKey.Kind.ONE_TIME);
    bundle(
        "a KEM pre-key that another key signed", "R11", world.signed, byAnother, now, signature());
    KemPreKey good = world.lastResort;
    KemPreKey otherKind =
        new KemPreKey(
            good.id(), KemPreKey.Kind.ONE_TIME, good.created(), good.key(), good.signature());
    bundle(
        "a last-resort KEM key as a one-time key",
        "R11",
        world.signed,
        otherKind,
        now,
        signature());
    bundle(
        "no KEM pre-key between two devices of suite 2",
        "R11",
        world.signed,
        null,
        now,
        BundleFault.KEM_PRE_KEY_MISSING.name());
    long late = world.lastDay().toEpochMilli() + 1;
    bundle(
        "a last-resort KEM key of more than 30 days",
        "R8",
        world.signed(world.deviceKey, late),
        good,
        Long.toString(late),
        BundleFault.KEM_PRE_KEY_TOO_OLD.name());
  }

  private void addDowngrade() {
    SignedPreKey signed = world.signed(world.stranger(), world.classic, PartsWorld.CREATED);
    Map<String, String> given = new LinkedHashMap<>();
    given.put("cert", hex(world.classic.encode()));
    given.put("signed", hex(signed.encode()));
    refused.add(
        new Refused(
            "a device of suite 2 that comes back with suite 1",
            "R11",
            "downgrade",
            given,
            BundleFault.SUITE_DOWNGRADE.name()));
  }

  private void addCommitments() {
    byte[] changed = world.slice.clone();
    changed[COMMITMENT_AT] ^= 1;
    commitment("a changed commitment to the key", changed);
    commitment(
        "a slice that was sealed under another key",
        FixedNonces.of(world.e1, PartsWorld.NONCE)
            .seal(PartsWorld.secret(PartsWorld.CEK + 1), PartsWorld.CONTENT, 256));
  }

  private void commitment(String name, byte[] bytes) {
    refused.add(
        new Refused(
            name, "R9", "slice", Map.of("bytes", hex(bytes)), OpenFault.BAD_COMMITMENT.name()));
  }

  private void addRequests() {
    request("a request with another nonce", "nonce", hex(PartsWorld.filled(0x39, 32)));
    request("a request by another method", "method", "POST");
    request("a request for another path", "path", PartsWorld.REQUEST_PATH + "/");
    request("a request with another body", "body", hex(new byte[] {'{', '}'}));
    byte[] nonce = PartsWorld.filled(PartsWorld.REQUEST_NONCE, 32);
    Signature byAnother =
        new RequestSignature(world.e1)
            .sign(
                world.stranger(),
                nonce,
                PartsWorld.REQUEST_METHOD,
                PartsWorld.REQUEST_PATH,
                PartsWorld.REQUEST_BODY);
    request("a request that another key signed", "signature", hex(byAnother.toByteArray()));
  }

  private void request(String name, String field, String changed) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("nonce", hex(PartsWorld.filled(PartsWorld.REQUEST_NONCE, 32)));
    given.put("method", PartsWorld.REQUEST_METHOD);
    given.put("path", PartsWorld.REQUEST_PATH);
    given.put("body", hex(PartsWorld.REQUEST_BODY));
    given.put("signature", hex(world.requestSignature().toByteArray()));
    given.put(field, changed);
    refused.add(new Refused(name, "R1", "request", given, signature()));
  }

  private void addPaddings() {
    slice("padding without its mark", PartsWorld.CONTENT);
    byte[] none = PartsWorld.filled(0, 256);
    slice("nothing but zeros", none);
    byte[] behind = Arrays.copyOf(PartsWorld.CONTENT, 256);
    behind[PartsWorld.CONTENT.length] = (byte) 0x80;
    behind[255] = 1;
    slice("a byte behind the padding", behind);
  }

  /** The device was set up anew since the message was sent to it, or the server says so. */
  private void addRetry() {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("sent_to", hex(world.cert.certHash(world.e1).toByteArray()));
    given.put("asking", hex(world.anew.encode()));
    refused.add(
        new Refused(
            "a request by the same device under another certificate",
            "R4",
            "retry",
            given,
            NOT_ANSWERED));
  }

  private void certificate(String name, String rule, Consumer<byte[]> change) {
    byte[] bytes = world.cert.encode();
    change.accept(bytes);
    refused.add(new Refused(name, rule, "certificate", Map.of("bytes", hex(bytes)), signature()));
  }

  private void length(String name, byte[] bytes) {
    refused.add(
        new Refused(
            name, "R14", "certificate", Map.of("bytes", hex(bytes)), KeyFault.BAD_LENGTH.name()));
  }

  private void bundle(
      String name,
      String rule,
      SignedPreKey signed,
      @Nullable KemPreKey kem,
      String at,
      String fault) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("at", at);
    given.put("signed", hex(signed.encode()));
    given.put("kem", kem == null ? "" : hex(kem.encode()));
    refused.add(new Refused(name, rule, "bundle", given, fault));
  }

  private void slice(String name, byte[] padded) {
    byte[] bytes = world.sliceOver(Arrays.copyOf(padded, 256));
    refused.add(
        new Refused(
            name, "R14", "slice", Map.of("bytes", hex(bytes)), OpenFault.BAD_PADDING.name()));
  }

  private static String signature() {
    return KeyFault.BAD_SIGNATURE.name();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
