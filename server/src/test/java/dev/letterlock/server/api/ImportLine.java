package dev.letterlock.server.api;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One account of an import file: a device with one signed and one one-time pre-key. */
public final class ImportLine {

  private static final long LONG_AGO = 1_700_000_000_000L;

  public final UUID user = UUID.randomUUID();
  final String certificate;
  final String list;
  private final String signed;
  private final String oneTime;
  private final String name;

  public ImportLine(E1 e1, int number) {
    Ed25519KeyPair accountKey = e1.sodium().signingKeyPair();
    Ed25519KeyPair signingKey = e1.sodium().signingKeyPair();
    DeviceAddress address = new DeviceAddress(user, 1, number + 1);
    DeviceCert cert =
        DeviceCert.issue(
            e1,
            signingKey,
            CipherSuite.CLASSIC,
            address,
            e1.sodium().agreementKeyPair().publicKey(),
            LONG_AGO);
    this.name = "import-" + user;
    this.certificate = Phone.b64(cert.encode());
    this.list =
        Phone.b64(
            DeviceList.first(e1, accountKey, user, LONG_AGO, List.of(DeviceEntry.of(e1, cert)))
                .encode());
    this.signed =
        Phone.b64(
            SignedPreKey.issue(
                    e1,
                    signingKey,
                    address,
                    7,
                    LONG_AGO,
                    e1.sodium().agreementKeyPair().publicKey())
                .encode());
    this.oneTime =
        Phone.b64(new OneTimePreKey(8, e1.sodium().agreementKeyPair().publicKey()).encode());
  }

  public String name() {
    return name;
  }

  /** As it stands in a file. */
  public String text() {
    return new String(HttpDriver.bytes(json()), StandardCharsets.UTF_8) + "\n";
  }

  Map<String, Object> json() {
    return json(Map.of());
  }

  /** With another value of one field of the device. */
  Map<String, Object> with(String field, Object value) {
    return json(Map.of(field, value));
  }

  Map<String, Object> withRepeatedKeyId() {
    return with("one_time", List.of(oneTime, oneTime));
  }

  Map<String, Object> withList(String other) {
    Map<String, Object> line = new HashMap<>(json());
    line.put("list", other);
    return line;
  }

  private Map<String, Object> json(Map<String, Object> changes) {
    Map<String, Object> device = new HashMap<>();
    device.put("device_id", 1);
    device.put("certificate", certificate);
    device.put("signed", signed);
    device.put("one_time", List.of(oneTime));
    device.putAll(changes);
    return Map.of("name", name, "user_id", user, "devices", List.of(device), "list", list);
  }
}
