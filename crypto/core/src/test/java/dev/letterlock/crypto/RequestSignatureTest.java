package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.Signature;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestSignatureTest {

  private static final String PATH = "/v1/prekeys";

  private final Account account = new Account();
  private final RequestSignature requests = new RequestSignature(account.e1);
  private final byte[] nonce = account.e1.sodium().randomBytes(32);
  private final byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private final Signature signature = requests.sign(account.signingKey, nonce, "POST", PATH, body);

  @Test
  void coversNonceMethodPathAndBody() {
    byte[] otherNonce = nonce.clone();
    otherNonce[31] ^= 1;

    verify(nonce, "POST", PATH, body);
    assertBad(otherNonce, "POST", PATH, body);
    assertBad(nonce, "PUT", PATH, body);
    assertBad(nonce, "POST", PATH + "/", body);
    assertBad(nonce, "POST", PATH, new byte[0]);
    assertBad(nonce, "POS", "T" + PATH, body);
  }

  @Test
  void refusesAnotherKey() {
    Ed25519PublicKey other = account.accountKey.publicKey();

    KeyFaults.assertRejected(
        KeyFault.BAD_SIGNATURE, () -> requests.verify(other, signature, nonce, "POST", PATH, body));
  }

  /** The layout of docs/E2EE.md §2.10a, spelled out once more by hand. */
  @Test
  void signsTheSpecifiedBytes() {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(10);
    message.writeBytes("E1:request".getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(nonce);
    message.writeBytes("POST\0/v1/prekeys\0".getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(account.e1.sodium().hash(body, 32));

    assertThat(
            account
                .e1
                .sodium()
                .verify(account.signingKey.publicKey(), message.toByteArray(), signature))
        .isTrue();
  }

  @Test
  void refusesNoncesOfAnotherLength() {
    KeyFaults.assertRejected(KeyFault.BAD_LENGTH, () -> verify(new byte[31], "POST", PATH, body));
  }

  @Test
  void refusesToSignSeparatorsInsideAField() {
    assertThatThrownBy(() -> verify(nonce, "POST", "/v1\0", body))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void verify(byte[] usedNonce, String method, String path, byte[] usedBody) {
    requests.verify(account.signingKey.publicKey(), signature, usedNonce, method, path, usedBody);
  }

  private void assertBad(byte[] usedNonce, String method, String path, byte[] usedBody) {
    KeyFaults.assertRejected(
        KeyFault.BAD_SIGNATURE, () -> verify(usedNonce, method, path, usedBody));
  }
}
