package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.codec.server.ServerFrameDecoder;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection that says exactly what a test wants, right or wrong, over the JDK's WebSocket: the
 * server is held to the standard and not to the client that was made with it.
 */
final class WireClient implements AutoCloseable, WebSocket.Listener {
  private static final int PATIENCE_SECONDS = 60;
  private static final int CREDIT_MESSAGES = Wire.MAX_CREDIT_MESSAGES;
  private static final int ABNORMAL = 1006;

  private final HttpClient http;
  private final BlockingQueue<ServerFrame> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final ServerFrameDecoder decoder = new ServerFrameDecoder();
  private final WebSocket socket;
  private volatile boolean paused;

  WireClient(ServerUrl url) {
    this(url, HttpClient.newHttpClient());
  }

  /** Connects by this client, which knows whom to trust, and which is shut down in the end. */
  WireClient(ServerUrl url, HttpClient http) {
    this.http = http;
    String scheme = url.tls() ? "wss://" : "ws://";
    URI address = URI.create(scheme + url.host() + ":" + url.port() + "/v1/ws");
    this.socket =
        http.newWebSocketBuilder().subprotocols(Wire.SUBPROTOCOL).buildAsync(address, this).join();
  }

  void hello(LoadDevice device, Cursor resume) {
    hello(device.address().device(), device.token(), resume);
  }

  void hello(int device, String token, Cursor resume) {
    hello(device, token, resume, false);
  }

  /** As {@link #hello(LoadDevice, Cursor)}, with a place that makes no receipts. */
  void helloSilently(LoadDevice device, Cursor resume) {
    hello(device.address().device(), device.token(), resume, true);
  }

  private void hello(int device, String token, Cursor resume, boolean silent) {
    send(
        new Hello(
            Wire.VERSION,
            Wire.MINOR,
            device,
            resume,
            CREDIT_MESSAGES,
            Wire.MAX_CREDIT_BYTES,
            token,
            silent));
  }

  void send(ClientFrame frame) {
    ByteBuf buffer = Unpooled.buffer(ClientFrameEncoder.size(frame));
    ClientFrameEncoder.write(frame, buffer);
    sendBytes(buffer.nioBuffer());
  }

  void send(OutgoingSend send) {
    ByteBuf buffer = Unpooled.buffer(ClientFrameEncoder.size(send));
    ClientFrameEncoder.write(send, buffer);
    sendBytes(buffer.nioBuffer());
  }

  void sendBytes(ByteBuffer bytes) {
    socket.sendBinary(bytes, true).join();
  }

  /** Pieces of a message that does not end, until the server has had enough. */
  void sendPieces(int most) {
    try {
      for (int i = 0; i < most; i++) {
        socket.sendBinary(ByteBuffer.allocate(1), false).join();
      }
    } catch (CompletionException e) {
      // Closed while a piece was on its way.
    }
  }

  void sendText(String text) {
    socket.sendText(text, true).join();
  }

  /** Leaves its socket unread from now on. */
  void stopReading() {
    paused = true;
  }

  void readOn() {
    paused = false;
    socket.request(1);
  }

  /** Waits for the next frame of this kind; others before it are passed over. */
  <F extends ServerFrame> F next(Class<F> kind) throws InterruptedException {
    List<ServerFrame> passed = new ArrayList<>();
    while (true) {
      ServerFrame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(frame)
          .as("a %s; closed: %s; passed over: %s", kind.getSimpleName(), closed, passed)
          .isNotNull();
      if (kind.isInstance(frame)) {
        return kind.cast(frame);
      }
      passed.add(frame);
    }
  }

  /** Waits for the server's close. */
  int closeCode() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    message.writeBytes(bytes);
    if (last) {
      frames.add(decoder.read(Unpooled.wrappedBuffer(message.toByteArray())));
      message.reset();
    }
    if (!paused) {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(ABNORMAL);
  }
}
