package dev.letterlock.server.http.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A new self-signed certificate for localhost and its key.
 *
 * @param store PKCS #12 with both, password {@link #PASSWORD}
 */
record PemFiles(Path certificate, Path key, Path store) {

  static final String PASSWORD = "changeit";

  static PemFiles make(Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve("store.p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", "x", "-keyalg", "EC"));
    command.addAll(List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", file.toString()));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    keytool.getInputStream().transferTo(OutputStream.nullOutputStream());
    keytool.waitFor();
    return load(directory, file);
  }

  private static PemFiles load(Path directory, Path file)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    Key key = store.getKey("x", PASSWORD.toCharArray());
    return new PemFiles(
        write(directory, "CERTIFICATE", store.getCertificate("x").getEncoded()),
        write(directory, "PRIVATE KEY", key.getEncoded()),
        file);
  }

  private static Path write(Path directory, String type, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(der);
    return Files.writeString(
        directory.resolve(type + ".pem"),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type, text, type));
  }
}
