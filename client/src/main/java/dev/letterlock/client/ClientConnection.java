package dev.letterlock.client;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.Closure;
import dev.letterlock.client.transport.MessageListener;
import dev.letterlock.client.transport.WebSocketConnection;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.codec.server.ServerFrameDecoder;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One session of one device on one connection (docs/PROTOCOL.md §3): Hello, Welcome, then frames
 * both ways. Where no Welcome comes it is broken off. It does not reconnect; the messenger does.
 * All methods but {@link #loop()} must be called on the connection's event loop. What is sent in
 * one turn of the loop leaves in one write.
 */
public final class ClientConnection {

  private final WebSocketConnection socket;
  private int lastRef;

  private ClientConnection(WebSocketConnection socket) {
    this.socket = socket;
  }

  /**
   * Connects, says Hello and tells the listener how it goes.
   *
   * @param loop index of the transport's loop that shall own the connection
   */
  public static void open(
      ClientTransport transport, SessionOptions options, SessionListener listener, int loop) {
    Incoming incoming = new Incoming(options, listener, transport.patience());
    transport.connect(options.connectRequest(), incoming, loop);
  }

  /** The loop that owns this connection. */
  public EventLoop loop() {
    return socket.loop();
  }

  /** False while the server does not take what was sent. */
  public boolean writable() {
    return socket.writable();
  }

  /** The ref that the next Send must carry, counted from 1. */
  public int nextRef() {
    return lastRef + 1;
  }

  /**
   * Hands in a message. After the end of the connection this does nothing.
   *
   * @throws IllegalArgumentException unless its ref is {@link #nextRef()}
   */
  public void send(OutgoingSend send) {
    if (send.ref() != nextRef()) {
      throw new IllegalArgumentException("ref: " + send.ref() + " (expected: " + nextRef() + ")");
    }
    lastRef++;
    if (!socket.closing()) {
      ClientFrameEncoder.write(send, socket.begin(ClientFrameEncoder.size(send)));
      socket.end();
    }
  }

  /**
   * Hands in a Send that was kept as bytes; they leave as they are, but for the ref, which becomes
   * {@link #nextRef()}. After the end of the connection this does nothing.
   */
  public void sendKept(byte[] frame) {
    lastRef++;
    if (!socket.closing()) {
      ByteBuf out = socket.begin(frame.length);
      int at = out.writerIndex();
      out.writeBytes(frame).setInt(at + Send.REF_OFFSET, lastRef);
      socket.end();
    }
  }

  /** Sends any other frame. After the end of the connection this does nothing. */
  public void send(ClientFrame frame) {
    if (!socket.closing()) {
      ClientFrameEncoder.write(frame, socket.begin(ClientFrameEncoder.size(frame)));
      socket.end();
    }
  }

  /**
   * Says goodbye.
   *
   * @param code RFC 6455 close code, usually 1000
   */
  public void close(int code) {
    socket.close(code);
  }

  /** Ends the connection at once, as a crash of the device would. */
  public void abort() {
    socket.abort();
  }

  /** Reads what the server sends, for the listener. */
  private static final class Incoming implements MessageListener {

    private final SessionOptions options;
    private final SessionListener listener;
    private final Duration patience;
    private final ServerFrameDecoder decoder = new ServerFrameDecoder();
    private @Nullable ClientConnection connection;
    private boolean welcomed;

    Incoming(SessionOptions options, SessionListener listener, Duration patience) {
      this.options = options;
      this.listener = listener;
      this.patience = patience;
    }

    @Override
    public void opened(WebSocketConnection socket) {
      ClientConnection opened = new ClientConnection(socket);
      connection = opened;
      opened.send(options.hello());
      var _ =
          socket
              .loop()
              .schedule(
                  () -> {
                    if (!welcomed) {
                      opened.abort();
                    }
                  },
                  patience.toMillis(),
                  TimeUnit.MILLISECONDS);
    }

    @Override
    public void received(ByteBuf message) {
      ServerFrame frame;
      try {
        frame = decoder.read(message);
      } catch (ProtocolException e) {
        if (connection != null) {
          connection.close(e.close().code());
        }
        return;
      }
      if (frame instanceof Welcome welcome && connection != null) {
        welcomed = true;
        listener.welcomed(connection, welcome);
      } else {
        listener.received(frame);
      }
    }

    @Override
    public void readComplete() {
      listener.readComplete();
    }

    @Override
    public void closed(Closure closure) {
      listener.ended(closure);
    }
  }
}
