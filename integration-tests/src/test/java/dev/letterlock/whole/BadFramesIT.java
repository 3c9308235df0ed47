package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that no client should send (docs/PROTOCOL.md §2): the session ends under a named code, what
 * was accepted before stays, and of the bad frame nothing does.
 */
class BadFramesIT {
  private static final int PIECES = 2_000;

  /** As docs/PROTOCOL.md §9 says. */
  private static final int FRAMES_A_SECOND = 20_000;

  private static final int TRIES = 5;

  @TempDir static Path folder;
  private static RunningServer server;

  private Pair pair;

  @BeforeAll
  static void startServer() throws Exception {
    server = new RunningServer(folder.resolve("data"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void meet() {
    pair = new Pair(server);
  }

  @AfterEach
  void part() {
    pair.close();
  }

  static Stream<Arguments> badInput() {
    return Stream.of(
        bad(
            "unknown flags",
            CloseCode.MALFORMED_FRAME,
            (client, send) -> client.sendBytes(flags(send))),
        bad(
            "a truncated Send",
            CloseCode.MALFORMED_FRAME,
            (client, send) -> client.sendBytes(resized(send, -1))),
        bad(
            "a byte left over",
            CloseCode.MALFORMED_FRAME,
            (client, send) -> client.sendBytes(resized(send, 1))),
        bad(
            "an empty message",
            CloseCode.MALFORMED_FRAME,
            (client, _) -> client.sendBytes(ByteBuffer.allocate(0))),
        bad(
            "a Ping that is too long",
            CloseCode.TOO_BIG,
            (client, _) -> client.sendBytes(ByteBuffer.wrap(ping(1)))),
        bad(
            "a frame beyond every limit",
            CloseCode.TOO_BIG,
            (client, _) -> client.sendBytes(ByteBuffer.allocate(Wire.MAX_FRAME + 1))),
        bad(
            "fragments without end",
            CloseCode.TOO_MANY_FRAGMENTS,
            (client, _) -> client.sendPieces(PIECES)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badInput")
  void endsTheSessionAndKeepsWhatWasAccepted(
      String name, CloseCode expected, BiConsumer<WireClient, OutgoingSend> act) throws Exception {
    WireClient client = pair.open(pair.alice());
    Pair.accepted(client, pair.message(1));

    act.accept(client, pair.message(2).withRef(2));

    assertThat(client.closeCode()).isEqualTo(expected.code());
    assertThat(pair.inboxOf(pair.bob())).containsExactly(1L);
  }

  @Test
  void refusesAFrameThatIsNotMasked() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(server.url())) {
      socket.sendUnmasked(Messages.bytes(pair.message(1)));

      assertThat(socket.closeCode()).isEqualTo(CloseCode.PROTOCOL_ERROR.code());
    }
    assertThat(pair.inboxOf(pair.bob())).isEmpty();
  }

  @Test
  void refusesAnotherVersion() throws Exception {
    WireClient client = pair.connect();

    client.send(
        new Hello(
            Wire.VERSION + 1,
            Wire.MINOR,
            1,
            Cursor.ZERO,
            1,
            Wire.MIN_CREDIT_BYTES,
            Pair.device(pair.alice()).token()));

    assertThat(client.closeCode()).isEqualTo(CloseCode.WRONG_VERSION.code());
  }

  /** Twice the limit and one more, so that it is passed also when a second ends between them. */
  @Test
  void closesAClientThatSendsTooManyFrames() throws Exception {
    Ack nothing = new Ack(Cursor.ZERO, 0);
    try (RawWebSocket socket = greeted()) {
      socket.sendOften(2 * FRAMES_A_SECOND, bytes(nothing), bytes(nothing));

      assertThat(socket.closeCode()).isEqualTo(CloseCode.RATE_LIMITED.code());
    }
  }

  /** A Send is answered instead; tried again when a second ended before it. */
  @Test
  void refusesASendBeyondTheRate() throws Exception {
    Failure refused = null;
    for (int i = 0; i < TRIES && refused == null; i++) {
      try (RawWebSocket socket = greeted()) {
        socket.sendOften(
            FRAMES_A_SECOND, bytes(new Ack(Cursor.ZERO, 0)), Messages.bytes(pair.message(1)));
        refused = socket.next() instanceof Failure failure ? failure : null;
      }
    }

    assertThat(Objects.requireNonNull(refused).error()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(refused.firstRef()).isEqualTo(1);
    assertThat(refused.retryAfterMillis()).isPositive();
  }

  private RawWebSocket greeted() throws Exception {
    RawWebSocket socket = new RawWebSocket(server.url());
    LoadDevice device = Pair.device(pair.alice());
    socket.send(
        bytes(
            new Hello(
                Wire.VERSION,
                Wire.MINOR,
                device.address().device(),
                Cursor.ZERO,
                1,
                Wire.MIN_CREDIT_BYTES,
                device.token())));
    assertThat(socket.next()).isInstanceOf(Welcome.class);
    assertThat(socket.next()).isInstanceOf(InboxDrained.class);
    return socket;
  }

  private static Arguments bad(
      String name, CloseCode code, BiConsumer<WireClient, OutgoingSend> act) {
    return Arguments.of(name, code, act);
  }

  private static ByteBuffer flags(OutgoingSend send) {
    byte[] bytes = Messages.bytes(send);
    bytes[1] |= (byte) 0x80;
    return ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer resized(OutgoingSend send, int by) {
    byte[] bytes = Messages.bytes(send);
    return ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + by));
  }

  private static byte[] ping(int more) {
    byte[] bytes = bytes(new Ping(1));
    return Arrays.copyOf(bytes, bytes.length + more);
  }

  private static byte[] bytes(ClientFrame frame) {
    ByteBuf buffer = Unpooled.buffer(ClientFrameEncoder.size(frame));
    ClientFrameEncoder.write(frame, buffer);
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    return bytes;
  }
}
