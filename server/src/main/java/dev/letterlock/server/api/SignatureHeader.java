package dev.letterlock.server.api;

import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.server.features.SignedRequest;
import dev.letterlock.server.http.Problem;
import dev.letterlock.server.http.ProblemException;
import dev.letterlock.server.http.Request;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header field {@code Letterlock-Signature: nonce=…, sig=…}, both base64url without padding, of
 * 32 and 64 bytes (docs/E2EE.md §2.10a).
 */
final class SignatureHeader {

  static final String NAME = "Letterlock-Signature";

  private static final Pattern FORM =
      Pattern.compile("nonce=([A-Za-z0-9_-]{43}),\\s?sig=([A-Za-z0-9_-]{86})");

  private SignatureHeader() {}

  /**
   * The request with the proof that it carries; nothing is checked yet.
   *
   * @throws ProblemException {@link ApiProblem#SIGNATURE_MISSING}, also if it is malformed
   */
  static SignedRequest of(Request request) {
    Matcher header = FORM.matcher(request.header(NAME).orElse(""));
    if (!header.matches()) {
      throw missing();
    }
    return new SignedRequest(
        request.method(),
        request.path(),
        OpaqueBytes.wrap(request.body()),
        OpaqueBytes.wrap(decode(header.group(1))),
        Signature.of(decode(header.group(2))));
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getUrlDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw missing();
    }
  }

  private static ProblemException missing() {
    Problem problem = ApiProblem.SIGNATURE_MISSING.problem();
    return new ProblemException(
        problem.because(NAME + ": absent or malformed (expected: nonce=…, sig=…)"));
  }
}
