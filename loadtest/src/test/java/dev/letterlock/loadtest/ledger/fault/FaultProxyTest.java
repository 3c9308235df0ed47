package dev.letterlock.loadtest.ledger.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.transport.ServerUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SOON_MILLIS = 200;

  private FaultProxy proxy;
  private ServerSocket listening;
  private Socket device;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    proxy = FaultProxy.start();
    proxy.targets(List.of(new ServerUrl(false, "127.0.0.1", listening.getLocalPort())));
    device = new Socket(proxy.url().host(), proxy.url().port());
    server = listening.accept();
    device.setSoTimeout((int) PATIENCE.toMillis());
    server.setSoTimeout((int) PATIENCE.toMillis());
  }

  @AfterEach
  void disconnect() throws IOException {
    device.close();
    server.close();
    proxy.close();
    listening.close();
  }

  @Test
  void passesBytesBothWays() throws IOException {
    exchange();
  }

  @Test
  void endsOneSideWithTheOther() throws IOException {
    device.close();
    assertIsReset(server);
    await().atMost(PATIENCE).until(() -> proxy.connections() == 0);
  }

  @Test
  void cutsBothEnds() throws IOException {
    exchange();
    proxy.cut();
    assertIsReset(device);
    assertIsReset(server);
  }

  @Test
  void strandsTheServersEnd() throws IOException {
    exchange();
    proxy.strand();
    assertIsReset(device);
    say(server, 'c');
    assertIsSilent(server);
  }

  @Test
  void holdsBytesUpUntilItHeals() throws IOException {
    exchange();
    proxy.hold();
    say(device, 'a');
    say(server, 'b');
    assertIsSilent(device);
    assertIsSilent(server);
    proxy.heal();
    assertThat(server.getInputStream().read()).isEqualTo('a');
    assertThat(device.getInputStream().read()).isEqualTo('b');
  }

  @Test
  void holdsUpAnswersAlone() throws IOException {
    exchange();
    proxy.holdAnswers();
    say(server, 'b');
    say(device, 'a');
    assertThat(server.getInputStream().read()).isEqualTo('a');
    assertIsSilent(device);
  }

  @Test
  void stallsConnectionsUntilItHeals() throws IOException {
    exchange();
    proxy.stall(4, new Random(1));
    say(server, 'b');
    say(device, 'a');
    assertThat(server.getInputStream().read()).isEqualTo('a');
    assertIsSilent(device);
    proxy.heal();
    assertThat(device.getInputStream().read()).isEqualTo('b');
  }

  @Test
  void stallsNoMoreThanItsShare() throws IOException {
    exchange();
    try (Socket other = new Socket(proxy.url().host(), proxy.url().port());
        Socket accepted = listening.accept()) {
      await().atMost(PATIENCE).until(() -> proxy.connections() == 2);
      proxy.stall(4, new Random(1));
      say(server, 'b');
      say(accepted, 'b');
      await()
          .atMost(PATIENCE)
          .until(
              () -> device.getInputStream().available() + other.getInputStream().available() > 0);
      assertThat(device.getInputStream().available() + other.getInputStream().available()).isOne();
    }
  }

  @Test
  void refusesWhileNoServerListens() throws IOException {
    listening.close();
    try (Socket late = new Socket(proxy.url().host(), proxy.url().port())) {
      late.setSoTimeout((int) PATIENCE.toMillis());
      assertIsReset(late);
    }
  }

  private void exchange() throws IOException {
    say(device, 'a');
    assertThat(server.getInputStream().read()).isEqualTo('a');
    say(server, 'b');
    assertThat(device.getInputStream().read()).isEqualTo('b');
  }

  private static void say(Socket socket, int what) throws IOException {
    socket.getOutputStream().write(what);
  }

  private static void assertIsReset(Socket socket) {
    assertThatThrownBy(
            () -> {
              if (socket.getInputStream().read() < 0) {
                throw new SocketException("end of stream");
              }
            })
        .isInstanceOf(SocketException.class);
  }

  private static void assertIsSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SOON_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }
}
