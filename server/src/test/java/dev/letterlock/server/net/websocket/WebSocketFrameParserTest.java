package dev.letterlock.server.net.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketFrameParserTest {

  private static final int MAX = 70_000;
  private static final byte[] NONE = {};

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final RecordingSink sink = new RecordingSink();
  private WebSocketFrameParser parser = parser(new WebSocketLimits(MAX, 100, true));

  @AfterEach
  void everythingGathered() {
    parser.end();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 65535, 65536, MAX})
  void takesMessagesOfEveryLengthForm(int length) {
    byte[] payload = ClientFrames.payload(length);
    feed(new ClientFrames().binary(payload).toBytes());
    assertThat(sink.payloads).containsExactly(payload);
  }

  @Test
  void handsOnAWholeFrameWithoutAllocating() {
    ByteBuf in = allocator.heapBuffer().writeBytes(frames(ClientFrames.payload(1000)));
    long before = allocator.metric().usedHeapMemory();
    parser.read(in, allocator);
    assertThat(allocator.metric().usedHeapMemory()).isEqualTo(before);
    assertThat(sink.payloads).hasSize(1);
    in.release();
  }

  @Test
  void leavesNoGarbageForWholeFrames() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] script = frames(ClientFrames.payload(1000), ClientFrames.payload(20));
    ByteBuf in = allocator.heapBuffer().writeBytes(script);
    RecordingSink.Forgetful forgetful = new RecordingSink.Forgetful();
    parser = new WebSocketFrameParser(new WebSocketLimits(MAX, 100, true), forgetful);
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      before = i == 10_000 ? threads.getCurrentThreadAllocatedBytes() : before;
      parser.read(in.setBytes(0, script).readerIndex(0), allocator);
    }
    long perFrame = (threads.getCurrentThreadAllocatedBytes() - before) / 20_000;
    assertThat(forgetful.messages).isEqualTo(40_000);
    assertThat(perFrame).isZero();
    in.release();
  }

  @Test
  void givesTheSameResultForEverySplitPoint() {
    byte[] script =
        new ClientFrames()
            .binary(ClientFrames.payload(300))
            .frame(Opcode.TEXT, bytes("gru\u00df "))
            .ping("between")
            .frame(ClientFrames.FIN | Opcode.CONTINUATION, bytes("\ud83d\udce8!"))
            .binary(NONE)
            .frame(ClientFrames.FIN | Opcode.PONG, NONE)
            .close(1000, "b\u00fce")
            .toBytes();
    feed(script);
    List<String> whole = List.copyOf(sink.events);
    assertThat(whole).hasSize(6).last().isEqualTo("close 1000");
    for (int first = 1; first < script.length; first++) {
      for (int second = first; second < script.length; second += 97) {
        restart();
        feedPieces(script, first, second);
        assertThat(sink.events).as("split at %d and %d", first, second).isEqualTo(whole);
      }
    }
  }

  @Test
  void givesTheSameResultByteByByte() {
    byte[] script = frames(ClientFrames.payload(200), ClientFrames.payload(66_000));
    for (byte octet : script) {
      feed(new byte[] {octet});
    }
    assertThat(sink.payloads)
        .containsExactly(ClientFrames.payload(200), ClientFrames.payload(66_000));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void followsRandomScriptsInRandomPieces(long seed) {
    Random random = new Random(seed);
    ClientFrames script = new ClientFrames();
    List<byte[]> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] payload = ClientFrames.payload(random.nextInt(random.nextBoolean() ? 200 : 40_000));
      expected.add(payload);
      writeInFragments(script, payload, random);
    }
    byte[] bytes = script.toBytes();
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(9000));
      feed(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    assertThat(sink.payloads).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "reserved bit 1, C2 80 00000000",
    "reserved bit 2, A2 80 00000000",
    "reserved bit 3, 92 80 00000000",
    "reserved opcode, 83 80 00000000",
    "reserved control opcode, 8B 80 00000000",
    "unmasked, 82 00",
    "fragmented ping, 09 80 00000000",
    "long ping, 89 FE 0080",
    "continuation of nothing, 80 80 00000000",
    "length not shortest in 16 bits, 82 FE 007D",
    "length not shortest in 64 bits, 82 FF 000000000000FFFF",
    "negative length, 82 FF 8000000000000000",
    "close payload of one byte, 88 81 00000000 03",
    "close code that is never sent, 88 82 00000000 03ED",
    "close code of nobody, 88 82 00000000 07D0"
  })
  void refusesBrokenFraming(String name, String hex) {
    feed(hex(hex));
    assertThat(sink.events).as(name).containsExactly("violation 1002 protocol-error");
  }

  @Test
  void refusesANewMessageWithinAMessage() {
    feed(new ClientFrames().frame(Opcode.BINARY, NONE).binary(NONE).toBytes());
    assertThat(sink.events).containsExactly("violation 1002 protocol-error");
  }

  @Test
  void refusesTooBigBeforeItsPayload() {
    feed(hex("82 FF 0000000000011171 00000000"));
    assertThat(sink.events).containsExactly("violation 1009 too-big");
  }

  @Test
  void refusesTooBigOverAllFragments() {
    feed(new ClientFrames().frame(Opcode.BINARY, new byte[MAX]).toBytes());
    feed(new ClientFrames().frame(Opcode.CONTINUATION, new byte[1]).toBytes());
    assertThat(sink.events).containsExactly("violation 1009 too-big");
  }

  @Test
  void refusesAMessageThatIsFragmentedForEver() {
    ClientFrames script = new ClientFrames().frame(Opcode.BINARY, NONE);
    for (int i = 0; i < 100; i++) {
      script.frame(Opcode.CONTINUATION, NONE);
    }
    feed(script.toBytes());
    assertThat(sink.events).containsExactly("violation 4006 too-many-fragments");
  }

  @Test
  void refusesTextWhereItIsNotTaken() {
    parser = parser(new WebSocketLimits(MAX, 100, false));
    feed(new ClientFrames().text("hello").toBytes());
    assertThat(sink.events).containsExactly("violation 1003 text-not-supported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0 80",
        "ED A0 80",
        "F4 90 80 80",
        "F8",
        "80",
        "E0 80 80",
        "F0 80 80 80",
        "C3 28"
      })
  void refusesTextThatIsNotUtf8(String hex) {
    feed(new ClientFrames().frame(ClientFrames.FIN | Opcode.TEXT, hex(hex)).toBytes());
    assertThat(sink.events).containsExactly("violation 1007 invalid-utf8");
  }

  @Test
  void refusesTextAtTheFirstByteThatCannotBeContinued() {
    byte[] frame =
        new ClientFrames().frame(Opcode.TEXT, hex("CE BA ED A0 80 65 64 69 74 65 64")).toBytes();
    feedPieces(frame, 9, 10);
    assertThat(sink.events).containsExactly("violation 1007 invalid-utf8");
    restart();
    feed(Arrays.copyOf(frame, 6 + 3));
    assertThat(sink.events).isEmpty();
    feed(new byte[] {frame[9]});
    assertThat(sink.events).containsExactly("violation 1007 invalid-utf8");
  }

  @Test
  void refusesTextThatEndsWithinACharacter() {
    feed(new ClientFrames().frame(Opcode.TEXT, hex("F0 9F")).toBytes());
    feed(new ClientFrames().frame(ClientFrames.FIN | Opcode.CONTINUATION, NONE).toBytes());
    assertThat(sink.events).containsExactly("violation 1007 invalid-utf8");
  }

  @Test
  void refusesACloseReasonThatIsNotUtf8() {
    feed(new ClientFrames().frame(ClientFrames.FIN | Opcode.CLOSE, hex("03E8 C328")).toBytes());
    assertThat(sink.events).containsExactly("violation 1007 invalid-utf8");
  }

  @Test
  void hearsNothingAfterAClose() {
    feed(new ClientFrames().close(3000, "").binary(NONE).raw((byte) 0xFF).toBytes());
    assertThat(sink.events).containsExactly("close 3000");
  }

  @Test
  void tellsACloseWithoutACode() {
    feed(new ClientFrames().frame(ClientFrames.FIN | Opcode.CLOSE, NONE).toBytes());
    assertThat(sink.events).containsExactly("close 1005");
  }

  @Test
  void knowsWhenAMessageIsUnderWay() {
    assertThat(parser.midMessage()).isFalse();
    feed(hex("02"));
    assertThat(parser.midMessage()).isTrue();
    feed(hex("80 00000000"));
    assertThat(parser.midMessage()).isTrue();
    feed(hex("80 80 00000000"));
    assertThat(parser.midMessage()).isFalse();
  }

  private static void writeInFragments(ClientFrames script, byte[] payload, Random random) {
    int pieces = 1 + random.nextInt(4);
    int at = 0;
    for (int piece = 1; piece <= pieces; piece++) {
      int end = piece == pieces ? payload.length : at + random.nextInt(payload.length - at + 1);
      int opcode = piece == 1 ? Opcode.BINARY : Opcode.CONTINUATION;
      int fin = piece == pieces ? ClientFrames.FIN : 0;
      script.frame(fin | opcode, Arrays.copyOfRange(payload, at, end));
      at = end;
      if (random.nextBoolean()) {
        script.ping("ping");
      }
    }
  }

  private void restart() {
    parser.end();
    sink.events.clear();
    parser = parser(new WebSocketLimits(MAX, 100, true));
  }

  private WebSocketFrameParser parser(WebSocketLimits limits) {
    return new WebSocketFrameParser(limits, sink);
  }

  private void feedPieces(byte[] bytes, int first, int second) {
    feed(Arrays.copyOfRange(bytes, 0, first));
    feed(Arrays.copyOfRange(bytes, first, second));
    feed(Arrays.copyOfRange(bytes, second, bytes.length));
  }

  private void feed(byte[] bytes) {
    ByteBuf in = ByteBufAllocator.DEFAULT.buffer().writeBytes(bytes);
    parser.read(in, allocator);
    assertThat(in.isReadable()).isFalse();
    in.release();
  }

  private static byte[] frames(byte[]... payloads) {
    ClientFrames frames = new ClientFrames();
    for (byte[] payload : payloads) {
      frames.binary(payload);
    }
    return frames.toBytes();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
