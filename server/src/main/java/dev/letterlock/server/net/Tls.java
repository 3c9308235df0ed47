package dev.letterlock.server.net;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** TLS 1.2 and 1.3 by BoringSSL from a certificate chain and a key in PEM. */
public final class Tls {

  private Tls() {}

  /**
   * Reads both files. The caller owns the context, which is reference-counted.
   *
   * @param certificate chain, leaf first
   * @param key PKCS #8, without a password
   * @throws EdgeFault if a file cannot be read, they do not fit, or BoringSSL does not load
   */
  public static SslContext context(Path certificate, Path key) throws EdgeFault {
    if (!OpenSsl.isAvailable()) {
      throw new EdgeFault(
          "TLS: BoringSSL does not load on this machine", OpenSsl.unavailabilityCause());
    }
    requireReadable("certificate", certificate);
    requireReadable("key", key);
    try {
      return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
          .sslProvider(SslProvider.OPENSSL_REFCNT)
          .protocols("TLSv1.3", "TLSv1.2")
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new EdgeFault(
          "TLS: " + certificate + " and " + key + " are no PEM certificate with its PKCS #8 key",
          e);
    }
  }

  private static void requireReadable(String what, Path file) throws EdgeFault {
    if (!Files.isReadable(file)) {
      throw new EdgeFault("TLS " + what + ": " + file + " (expected: a readable file)");
    }
  }
}
