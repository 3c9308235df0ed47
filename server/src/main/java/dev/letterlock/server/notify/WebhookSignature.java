package dev.letterlock.server.notify;

import dev.letterlock.settings.value.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what is posted: {@code v1=} and the hexadecimal HMAC-SHA256 (RFC 2104) of {@code
 * timestamp.body} under the shared secret (docs/OPERATIONS.md, Notifications). Safe for any thread.
 */
final class WebhookSignature {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  WebhookSignature(Secret secret) {
    this.key = new SecretKeySpec(secret.expose().getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  String of(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) '.');
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM, impossible);
    }
  }
}
