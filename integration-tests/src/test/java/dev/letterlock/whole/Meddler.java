package dev.letterlock.whole;

import dev.letterlock.client.transport.ServerUrl;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that lies: stands before an honest one and changes JSON answers and frames on their way
 * to the client. Every connection has virtual threads of its own.
 */
final class Meddler implements AutoCloseable {
  private static final Pattern LENGTH =
      Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int PIECE = 1 << 14;

  private final ServerUrl honest;
  private final Acceptor acceptor;
  private volatile Requests requests = (_, _) -> null;
  private volatile BinaryOperator<String> answers = (_, body) -> body;
  private volatile Supplier<Function<byte[], List<byte[]>>> weathers = () -> List::of;
  private volatile Function<byte[], List<byte[]>> frames = List::of;
  private final Set<AtomicBoolean> mutes = ConcurrentHashMap.newKeySet();

  Meddler(ServerUrl honest) throws IOException {
    this.honest = honest;
    this.acceptor = new Acceptor(this::serve);
  }

  ServerUrl url() {
    return new ServerUrl(false, "127.0.0.1", acceptor.port());
  }

  /** What is answered in the honest server's place. */
  @FunctionalInterface
  interface Requests {
    /**
     * A whole answer, head and body, or null if the honest server is to be asked.
     *
     * @param request method and path
     */
    @Nullable String answer(String request, String body);
  }

  /** Answers requests itself, or not. */
  void request(Requests answering) {
    requests = answering;
  }

  /** Changes the body of every JSON answer; is given the path first. */
  void answer(BinaryOperator<String> change) {
    answers = change;
  }

  /** Changes every frame to a client. */
  void frame(UnaryOperator<byte[]> change) {
    frames = frame -> List.of(change.apply(frame));
  }

  /** Puts none, one or several frames in the place of every frame to a client. */
  void frames(Function<byte[], List<byte[]>> change) {
    frames = change;
  }

  /** Gives every connection from now on something of its own that its frames go through. */
  void weather(Supplier<Function<byte[], List<byte[]>>> ofEach) {
    weathers = ofEach;
  }

  /** What clients say on connections that are open now comes to nobody. */
  void mute() {
    mutes.forEach(connection -> connection.set(true));
  }

  /** Tells the truth again. */
  void behave() {
    requests = (_, _) -> null;
    answers = (_, body) -> body;
    weathers = () -> List::of;
    frames = List::of;
  }

  @Override
  public void close() throws IOException {
    acceptor.close();
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
        String request = head.substring(0, head.indexOf(" HTTP/"));
        String own = requests.answer(request, new String(body, StandardCharsets.UTF_8));
        if (own == null) {
          relay(client, server, path, closing(head), body);
        } else {
          client.getOutputStream().write(own.getBytes(StandardCharsets.UTF_8));
        }
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
    AtomicBoolean mute = new AtomicBoolean();
    mutes.add(mute);
    Thread.ofVirtual()
        .start(() -> {
          try {
            passOn(client.getInputStream(), server.getOutputStream(), mute);
            server.close();
          } catch (IOException e) {
            // The client has gone.
          } finally {
            mutes.remove(mute);
          }
        });
    OutputStream out = client.getOutputStream();
    out.write(readHead(server.getInputStream()).getBytes(StandardCharsets.ISO_8859_1));
    DataInputStream in = new DataInputStream(server.getInputStream());
    Function<byte[], List<byte[]>> weather = weathers.get();
    while (true) {
      passFrame(in, out, weather);
    }
  }

  private static void passOn(InputStream in, OutputStream out, AtomicBoolean mute)
      throws IOException {
    byte[] piece = new byte[PIECE];
    for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
      if (!mute.get()) {
        out.write(piece, 0, size);
      }
    }
  }

  private void passFrame(
      DataInputStream in, OutputStream out, Function<byte[], List<byte[]>> weather)
      throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    long length = second;
    if (second == LENGTH_16) {
      length = in.readUnsignedShort();
    } else if (second == LENGTH_64) {
      length = in.readLong();
    }
    byte[] payload = in.readNBytes((int) length);
    boolean binary = (first & 0x0f) == 2;
    List<byte[]> passed =
        binary
            ? weather.apply(payload).stream()
                .flatMap(frame -> frames.apply(frame).stream())
                .toList()
            : List.of(payload);
    DataOutputStream buffered = new DataOutputStream(new BufferedOutputStream(out));
    for (byte[] frame : passed) {
      writeFrame(first, frame, buffered);
    }
    buffered.flush();
  }

  private static void writeFrame(int first, byte[] payload, DataOutputStream out)
      throws IOException {
    out.writeByte(first);
    if (payload.length < LENGTH_16) {
      out.writeByte(payload.length);
    } else if (payload.length <= 0xffff) {
      out.writeByte(LENGTH_16);
      out.writeShort(payload.length);
    } else {
      out.writeByte(LENGTH_64);
      out.writeLong(payload.length);
    }
    out.write(payload);
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
