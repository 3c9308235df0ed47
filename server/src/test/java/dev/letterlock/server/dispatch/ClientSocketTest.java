package dev.letterlock.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.auth.Revocations;
import dev.letterlock.server.auth.Tokens;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.config.value.Secrets;
import dev.letterlock.server.delivery.DeliveryGround;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.net.Connection;
import dev.letterlock.server.net.EdgeLoop;
import dev.letterlock.server.net.Upgraded;
import dev.letterlock.server.net.websocket.CloseStatus;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.settings.value.InvalidValueException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection without a Hello, and the seconds as its event loop counts them. */
class ClientSocketTest {
  @TempDir private Path folder;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final EdgeLoop loop = new EdgeLoop(0, channel.eventLoop());
  private final List<Integer> closes = new ArrayList<>();
  private DeliveryGround ground;

  @BeforeEach
  void start() {
    ground = new DeliveryGround(folder, 1);
  }

  @AfterEach
  void stop() {
    ground.close();
    channel.finishAndReleaseAll();
  }

  @Test
  void waitsForHelloNotASecondLongerThanItSays() throws InvalidValueException {
    loop.sweep().run();
    ClientSocket socket = open();

    second(socket, Wire.HELLO_TIMEOUT_SECONDS - 1);
    assertThat(closes).isEmpty();

    second(socket, 1);
    assertThat(closes).containsExactly(CloseCode.HELLO_LATE.code());
  }

  private void second(ClientSocket socket, int times) {
    for (int i = 0; i < times; i++) {
      loop.sweep().run();
      socket.sweep(loop.sweep().tick());
    }
  }

  private ClientSocket open() throws InvalidValueException {
    String key = Secrets.newJwtEntry(new SecureRandom()).expose();
    LoopDesk desk =
        new LoopDesk(
            new ClientFrameDecoder(),
            ground.handlers(0),
            new HelloCheck(
                new Tokens(Secrets.jwtKeys().parser().parse(key), Clock.systemUTC()),
                new Revocations(System::nanoTime, Announcements.NOBODY),
                ground.rosters),
            new Recipients(),
            new NoPreKeys(),
            new NoWakeUps(),
            _ -> {},
            new ServerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).newLoop());
    return new ClientSocket(
        new Closes(),
        new Upgraded(InetAddress.getLoopbackAddress(), null),
        desk,
        new Dispatcher(desk, new Uncounted(), Clock.systemUTC()));
  }

  /** A connection that is only ever closed. */
  private final class Closes implements Connection {
    @Override
    public EdgeLoop loop() {
      return loop;
    }

    @Override
    public ByteBuf begin(int length) {
      throw new AssertionError("nothing is sent before Hello");
    }

    @Override
    public ByteBuf beginText(int length) {
      return begin(length);
    }

    @Override
    public void end() {
      begin(0);
    }

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void reading(boolean wanted) {
      // It reads on.
    }

    @Override
    public void close(CloseStatus status) {
      closes.add(status.code());
    }
  }

  private static final class Uncounted implements Dispatcher.Rejections {
    @Override
    public void closed(CloseCode code) {
      // Not counted.
    }

    @Override
    public void refused(ErrorCode code) {
      // Not counted.
    }

    @Override
    public void mismatched() {
      // Not counted.
    }

    @Override
    public void ended(@Nullable CloseCode code) {
      // Not counted.
    }
  }

  private static final class NoPreKeys implements PreKeyDesk {
    @Override
    public CompletionStage<ServerFrame> claim(DeviceAddress requester, ClaimPreKeys claim) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<ServerFrame> count(DeviceAddress device) {
      return new CompletableFuture<>();
    }
  }

  private static final class NoWakeUps implements WakeUps {
    @Override
    public void offline(DeviceAddress device, boolean urgent) {
      // Nobody is told.
    }

    @Override
    public void returned(DeviceAddress device) {
      // Nobody is told.
    }
  }
}
