package dev.letterlock.loadtest.provision;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.client.api.Base64Url;
import dev.letterlock.client.api.DeviceKeys;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A user whose keys are made and whom the server does not know yet. */
record UserDraft(String name, UUID id, DeviceList list, List<DeviceKeys> devices, String line) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Makes keys, certificates and the list, and the line that imports them.
   *
   * @param oneTimeKeys how many one-time pre-keys each device gets
   */
  static UserDraft make(E1 e1, Clock clock, String name, int devices, int oneTimeKeys) {
    UUID id = UUID.randomUUID();
    List<DeviceKeys> keys = new ArrayList<>();
    List<DeviceEntry> entries = new ArrayList<>();
    for (int device = 1; device <= devices; device++) {
      DeviceKeys made = DeviceKeys.generate(e1, DeviceKeys.freshAddress(id, device), clock);
      keys.add(made);
      entries.add(DeviceEntry.of(e1, made.certificate()));
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
      DeviceKeys keys = devices.get(i);
      DeviceAddress address = new DeviceAddress(user, device(keys));
      known.add(new LoadDevice(address, keys.certificate().address().reg(), keys, tokens.get(i)));
    }
    return new LoadUser(name, user, list, known);
  }

  private static int device(DeviceKeys keys) {
    return keys.certificate().address().device();
  }

  private static ObjectNode device(E1 e1, Clock clock, DeviceKeys keys, int oneTimeKeys) {
    ObjectNode node = JSON.createObjectNode().put("device_id", device(keys));
    node.put("certificate", Base64Url.encode(keys.certificate().encode()));
    try (X25519KeyPair pair = e1.sodium().agreementKeyPair()) {
      SignedPreKey signed = keys.signedPreKey(e1, pair, clock);
      node.put("signed", Base64Url.encode(signed.encode()));
    }
    ArrayNode oneTime = node.putArray("one_time");
    for (int i = 0; i < oneTimeKeys; i++) {
      try (X25519KeyPair pair = e1.sodium().agreementKeyPair()) {
        oneTime.add(Base64Url.encode(DeviceKeys.oneTimePreKey(pair).encode()));
      }
    }
    node.putArray("kem");
    return node;
  }
}
