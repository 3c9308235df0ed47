package dev.letterlock.whole;

import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUpload;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers about a user that nobody but the user could have signed, and that no honest server gives:
 * pre-keys of long ago, and lists of another history than the one that was told.
 */
final class TwoFaced {
  private static final Duration LONG_AGO = Duration.ofDays(31);
  private static final Pattern LIST = Pattern.compile("\"list\":\"([^\"]*)\"");

  private final E1 e1 = People.E1_SUITE;
  private final Path profile;
  private final PreKeyUpload old;

  /** With what the profile of the user's first device holds. */
  TwoFaced(Path profile) throws IOException {
    this.profile = profile;
    Clock before = Clock.offset(Clock.systemUTC(), LONG_AGO.negated());
    try (OwnDevice device = VaultContents.device(profile);
        OwnPreKeys none = OwnPreKeys.none()) {
      PreKeyMaker.Made made = new PreKeyMaker(e1, device, before, new SecureRandom()).rotate(none);
      made.keys().close();
      this.old = made.upload();
    }
  }

  /** A bundle with the signed pre-key of 31 days ago. */
  String withOldSignedPreKey(String body) {
    return with(body, "signed", Objects.requireNonNull(old.signedPreKey()).encode());
  }

  /** A bundle with the KEM key of last resort of 31 days ago. */
  String withOldKemKey(String body) {
    return with(body, "kem", old.kemPreKeys().getFirst().encode());
  }

  /** Another list under the version of the one in the answer. */
  String withOtherListOfTheVersion(String body) {
    return withList(body, this::another);
  }

  /** A list of the next version that follows another one than that in the answer. */
  String withListBehindAnother(String body) {
    return withList(
        body, (list, key) -> another(list, key).next(e1, key, list.created() + 2, list.entries()));
  }

  private DeviceList another(DeviceList list, Ed25519KeyPair key) {
    if (list.version() != 1) {
      throw new IllegalArgumentException("list: " + list.version() + " (expected: the first)");
    }
    return DeviceList.first(e1, key, list.user(), list.created() + 1, list.entries());
  }

  private String withList(String body, BiFunction<DeviceList, Ed25519KeyPair, DeviceList> forge) {
    Matcher found = LIST.matcher(body);
    if (!found.find()) {
      return body;
    }
    DeviceList shown = DeviceList.parse(Base64.getUrlDecoder().decode(found.group(1)));
    try (Ed25519KeyPair key = VaultContents.accountKey(profile, shown)) {
      return with(body, "list", forge.apply(shown, key).encode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String with(String body, String field, byte[] value) {
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    return body.replaceAll("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"" + text + "\"");
  }
}
