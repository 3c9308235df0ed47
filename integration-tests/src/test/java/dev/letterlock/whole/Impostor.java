package dev.letterlock.whole;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody who takes a user's place with an account key and a device of his own, rightly signed; or
 * the user, after losing all.
 */
final class Impostor {
  private static final Pattern LIST = Pattern.compile("\"list\":\"([^\"]*)\"");
  private static final Pattern CERTIFICATES = Pattern.compile("\"certificates\":\\[[^]]*]");

  private final E1 e1;
  private final Ed25519KeyPair accountKey;
  private String answer = "";

  Impostor(E1 e1) {
    this.e1 = e1;
    this.accountKey = e1.sodium().signingKeyPair();
  }

  /** The answer about the user's list, with the impostor's in its place. */
  synchronized String instead(String body) {
    if (answer.isEmpty()) {
      answer = forged(body);
    }
    return answer;
  }

  /** The answer about the user's list, with the same devices under the impostor's account key. */
  String withOtherKey(String body) {
    String honest = listIn(body);
    DeviceList list = DeviceList.parse(Base64.getUrlDecoder().decode(honest));
    long now = Clock.systemUTC().millis();
    return body.replace(honest, text(list.next(e1, accountKey, now, list.entries()).encode()));
  }

  /** The list after the one in the answer, under this account key and with this device alone. */
  byte[] beginAnew(String body, byte[] certificate) {
    DeviceList list = DeviceList.parse(Base64.getUrlDecoder().decode(listIn(body)));
    DeviceEntry entry = DeviceEntry.of(e1, DeviceCert.parse(certificate));
    return list.next(e1, accountKey, Clock.systemUTC().millis(), List.of(entry)).encode();
  }

  private String forged(String body) {
    String list = listIn(body);
    DeviceList honest = DeviceList.parse(Base64.getUrlDecoder().decode(list));
    Clock clock = Clock.systemUTC();
    DeviceAddress address = new DeviceAddress(honest.user(), 66, 4711);
    try (OwnDevice device = OwnDevice.generate(e1, CipherSuite.HYBRID, address, clock)) {
      DeviceList forged =
          honest.next(e1, accountKey, clock.millis(), List.of(DeviceEntry.of(e1, device.cert())));
      return CERTIFICATES
          .matcher(body.replace(list, text(forged.encode())))
          .replaceFirst("\"certificates\":[\"" + text(device.cert().encode()) + "\"]");
    }
  }

  private static String listIn(String body) {
    Matcher found = LIST.matcher(body);
    if (!found.find()) {
      throw new IllegalArgumentException("answer: without a list (expected: with one)");
    }
    return found.group(1);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
