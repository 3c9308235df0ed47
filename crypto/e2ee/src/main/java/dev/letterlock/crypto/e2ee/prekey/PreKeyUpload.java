package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import java.util.List;
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
}
