package dev.letterlock.client.profile;

import dev.letterlock.client.api.Ticket;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A further device of an account that its first one has not admitted yet.
 *
 * @param name of the account
 * @param device closed with this
 */
public record DeviceAsked(String name, Ticket ticket, OwnDevice device) implements AutoCloseable {

  private static final int VERSION = 1;
  private static final int MOST_NAME = 64;
  private static final int MOST_TOKEN = 4096;
  private static final int MOST_DEVICE = 1024;

  byte[] encode() {
    byte[] keys = device.encode();
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION)
          .block(name.getBytes(StandardCharsets.UTF_8))
          .uuid(ticket.userId())
          .u32(ticket.deviceId())
          .block(ticket.enrolmentToken().getBytes(StandardCharsets.UTF_8))
          .block(keys)
          .toByteArray();
    } finally {
      Arrays.fill(keys, (byte) 0);
    }
  }

  static DeviceAsked decode(E1 e1, byte[] encoded) {
    StateReader in = new StateReader("asked device", encoded).version(VERSION);
    String name = text(in, MOST_NAME);
    Ticket ticket = new Ticket(in.uuid(), in.u32(), false, text(in, MOST_TOKEN));
    byte[] keys = in.block(MOST_DEVICE);
    try {
      in.end();
      return new DeviceAsked(name, ticket, OwnDevice.decode(e1, keys));
    } finally {
      Arrays.fill(keys, (byte) 0);
    }
  }

  private static String text(StateReader in, int most) {
    return new String(in.block(most), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    device.close();
  }

  @Override
  public String toString() {
    return "DeviceAsked[" + ticket + "]";
  }
}
