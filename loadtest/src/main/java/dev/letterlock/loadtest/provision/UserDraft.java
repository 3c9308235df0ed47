package dev.letterlock.loadtest.provision;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.client.api.Base64Url;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A user whose keys are made and whom the server does not know yet. */
record UserDraft(String name, UUID id, DeviceList list, List<OwnDevice> devices, String line) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Makes keys, certificates and the list, and the line that imports them.
   *
   * @param oneTimeKeys how many one-time pre-keys each device gets
   */
  static UserDraft make(E1 e1, Clock clock, String name, int devices, int oneTimeKeys) {
    UUID id = UUID.randomUUID();
    List<OwnDevice> keys = new ArrayList<>();
    List<DeviceEntry> entries = new ArrayList<>();
    for (int device = 1; device <= devices; device++) {
      OwnDevice made =
          OwnDevice.generate(
              e1,
              CipherSuite.CLASSIC,
              new dev.letterlock.crypto.DeviceAddress(id, device, RANDOM.nextInt()),
              clock);
      keys.add(made);
      entries.add(DeviceEntry.of(e1, made.cert()));
    }
    DeviceList list;
    try (Ed25519KeyPair account = e1.sodium().signingKeyPair()) {
      list = DeviceList.first(e1, account, id, clock.millis(), entries);
    }
    ObjectNode line = JSON.createObjectNode().put("name", name).put("user_id", id.toString());
    ArrayNode array = line.putArray("devices");
    keys.forEach(made -> array.add(device(e1, clock, made, oneTimeKeys)));
    line.put("list", Base64Url.encode(list.encode()));
    return new UserDraft(name, id, list, List.copyOf(keys), line.toString());
  }

  /** One line for each device, asking for its token. */
  List<String> tokenLines(long seconds) {
    return devices.stream()
        .map(keys ->
            JSON.createObjectNode()
                .put("user_id", id.toString())
                .put("device_id", device(keys))
                .put("ttl_seconds", seconds)
                .toString())
        .toList();
  }

  /** The user as the server knows it now; one token for each device. */
  LoadUser known(List<String> tokens) {
    UserId user = UserId.of(id);
    List<LoadDevice> known = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      OwnDevice keys = devices.get(i);
      DeviceAddress address = new DeviceAddress(user, device(keys));
      known.add(new LoadDevice(address, keys.cert().address().reg(), keys, tokens.get(i)));
    }
    return new LoadUser(name, user, list, known);
  }

  private static int device(OwnDevice keys) {
    return keys.cert().address().device();
  }

  private static ObjectNode device(E1 e1, Clock clock, OwnDevice keys, int oneTimeKeys) {
    ObjectNode node = JSON.createObjectNode().put("device_id", device(keys));
    node.put("certificate", Base64Url.encode(keys.cert().encode()));
    try (X25519KeyPair pair = e1.sodium().agreementKeyPair()) {
      SignedPreKey signed =
          SignedPreKey.issue(
              e1,
              keys.signingKey(),
              keys.cert().address(),
              freshId(),
              clock.millis(),
              pair.publicKey());
      node.put("signed", Base64Url.encode(signed.encode()));
    }
    ArrayNode oneTime = node.putArray("one_time");
    for (int i = 0; i < oneTimeKeys; i++) {
      try (X25519KeyPair pair = e1.sodium().agreementKeyPair()) {
        oneTime.add(Base64Url.encode(new OneTimePreKey(freshId(), pair.publicKey()).encode()));
      }
    }
    node.putArray("kem");
    return node;
  }

  private static int freshId() {
    return RANDOM.nextInt(1, Integer.MAX_VALUE);
  }
}
