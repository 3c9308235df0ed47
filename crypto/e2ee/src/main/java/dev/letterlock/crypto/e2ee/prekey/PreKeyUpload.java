package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Public halves for the server, to be uploaded only after the {@link OwnPreKeys} that hold the
 * secret halves are stored: docs/E2EE.md §2.3.
 *
 * @param signedPreKey null if the one at the server stays
 * @param kemPreKeys one-time and last-resort ones
 */
public record PreKeyUpload(
    @Nullable SignedPreKey signedPreKey,
    List<OneTimePreKey> oneTimePreKeys,
    List<KemPreKey> kemPreKeys) {

  public PreKeyUpload {
    oneTimePreKeys = List.copyOf(oneTimePreKeys);
    kemPreKeys = List.copyOf(kemPreKeys);
  }

  /** Both in one. */
  public PreKeyUpload and(PreKeyUpload more) {
    return new PreKeyUpload(
        signedPreKey == null ? more.signedPreKey : signedPreKey,
        Stream.concat(oneTimePreKeys.stream(), more.oneTimePreKeys.stream()).toList(),
        Stream.concat(kemPreKeys.stream(), more.kemPreKeys.stream()).toList());
  }

  /** The ids of all keys. */
  public List<Integer> ids() {
    List<Integer> ids = new ArrayList<>();
    if (signedPreKey != null) {
      ids.add(signedPreKey.id());
    }
    oneTimePreKeys.forEach(key -> ids.add(key.id()));
    kemPreKeys.forEach(key -> ids.add(key.id()));
    return ids;
  }
}
