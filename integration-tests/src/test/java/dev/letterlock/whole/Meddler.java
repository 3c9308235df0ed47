package dev.letterlock.whole;

import dev.letterlock.client.transport.ServerUrl;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that lies: stands before an honest one and changes JSON answers and frames on their way
 * to the client. Every connection has virtual threads of its own.
 */
final class Meddler implements AutoCloseable {
  private static final Pattern LENGTH =
      Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private final ServerUrl honest;
  private final ServerSocket listener;
  private volatile BinaryOperator<String> answers = (_, body) -> body;
  private volatile UnaryOperator<byte[]> frames = frame -> frame;

  Meddler(ServerUrl honest) throws IOException {
    this.honest = honest;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  ServerUrl url() {
    return new ServerUrl(false, "127.0.0.1", listener.getLocalPort());
  }

  /** Changes the body of every JSON answer; is given the path first. */
  void answer(BinaryOperator<String> change) {
    answers = change;
  }

  /** Changes every frame to a client; the length must stay. */
  void frame(UnaryOperator<byte[]> change) {
    frames = change;
  }

  /** Tells the truth again. */
  void behave() {
    answers = (_, body) -> body;
    frames = frame -> frame;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(honest.host(), honest.port())) {
      String head = readHead(client.getInputStream());
      String path = head.split(" ", 3)[1];
      byte[] body = client.getInputStream().readNBytes(lengthOf(head));
      if (path.startsWith("/v1/ws")) {
        server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        tunnel(client, server);
      } else {
        relay(client, server, path, closing(head), body);
      }
    } catch (IOException e) {
      // One of the two has gone; so does the other.
    }
  }

  private void relay(Socket client, Socket server, String path, String head, byte[] body)
      throws IOException {
    OutputStream out = server.getOutputStream();
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
    String answer = readHead(server.getInputStream());
    byte[] given = server.getInputStream().readNBytes(lengthOf(answer));
    byte[] changed =
        given.length == 0
            ? given
            : answers
                .apply(path, new String(given, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    String told = LENGTH.matcher(closing(answer)).replaceFirst("content-length: " + changed.length);
    client.getOutputStream().write(told.getBytes(StandardCharsets.ISO_8859_1));
    client.getOutputStream().write(changed);
    client.getOutputStream().flush();
  }

  private void tunnel(Socket client, Socket server) throws IOException {
    Thread.ofVirtual()
        .start(() -> {
          try {
            client.getInputStream().transferTo(server.getOutputStream());
            server.close();
          } catch (IOException e) {
            // The client has gone.
          }
        });
    OutputStream out = client.getOutputStream();
    out.write(readHead(server.getInputStream()).getBytes(StandardCharsets.ISO_8859_1));
    DataInputStream in = new DataInputStream(server.getInputStream());
    while (true) {
      passFrame(in, out);
    }
  }

  private void passFrame(DataInputStream in, OutputStream out) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    head.write(first);
    head.write(second);
    int extended = second == LENGTH_16 ? 2 : second == LENGTH_64 ? 8 : 0;
    long length = extended == 0 ? second : 0;
    for (int i = 0; i < extended; i++) {
      int octet = in.readUnsignedByte();
      head.write(octet);
      length = length << 8 | octet;
    }
    byte[] payload = in.readNBytes((int) length);
    out.write(head.toByteArray());
    out.write((first & 0x0f) == 2 ? frames.apply(payload) : payload);
    out.flush();
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("head: cut off (expected: whole)");
      }
      head.write(octet);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int lengthOf(String head) {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Integer.parseInt(length.group(1)) : 0;
  }

  /** One request for each connection. */
  private static String closing(String head) {
    String[] lines = head.strip().split("\r\n");
    String kept =
        String.join(
            "\r\n",
            Arrays.stream(lines)
                .filter(line -> !line.toLowerCase(java.util.Locale.ROOT).startsWith("connection:"))
                .toList());
    return kept + "\r\nConnection: close\r\n\r\n";
  }
}
