package dev.letterlock.storage.mongo.prekey;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.storage.device.PreKeyUpload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** Names an upload by its content, so that a repetition is recognised. */
public final class UploadHash {
  private UploadHash() {}

  /** SHA-256 over the four parts, each with its count and every key with its length. */
  public static Binary of(PreKeyUpload upload) {
    MessageDigest digest = sha256();
    add(digest, present(upload.signed()));
    add(digest, upload.oneTime());
    add(digest, upload.kemOneTime());
    add(digest, present(upload.kemLastResort()));
    return new Binary(digest.digest());
  }

  private static void add(MessageDigest digest, List<OpaqueBytes> keys) {
    digest.update(number(keys.size()));
    for (OpaqueBytes key : keys) {
      digest.update(number(key.size()));
      digest.update(key.toByteArray());
    }
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static List<OpaqueBytes> present(@Nullable OpaqueBytes key) {
    return key == null ? List.of() : List.of(key);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", e);
    }
  }
}
