package dev.letterlock.server.config.value;

import dev.letterlock.settings.value.InvalidValueException;
import dev.letterlock.settings.value.Numbers;
import dev.letterlock.settings.value.Texts;
import dev.letterlock.settings.value.ValueType;
import java.net.InetAddress;
import java.util.Objects;

/**
 * A range of addresses, such as 10.0.0.0/8 or ::1 (RFC 4632). Safe from any thread.
 *
 * @param network its first address
 * @param prefix how many leading bits an address must share with it
 */
public record Cidr(InetAddress network, int prefix) {
  public Cidr {
    Objects.requireNonNull(network, "network");
    int bits = network.getAddress().length * Byte.SIZE;
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("prefix: " + prefix + " (expected: 0 to " + bits + ")");
    }
  }

  /** An address, or address/prefix. */
  public static ValueType<Cidr> type() {
    return new ValueType<>("address[/prefix], such as 10.0.0.0/8", Cidr::parse);
  }

  private static Cidr parse(String text) throws InvalidValueException {
    int slash = text.indexOf('/');
    InetAddress network = Texts.literal(slash < 0 ? text : text.substring(0, slash));
    int bits = network.getAddress().length * Byte.SIZE;
    ValueType<Integer> prefixType = Numbers.whole("a prefix", 0, bits);
    return new Cidr(
        network, slash < 0 ? bits : prefixType.parser().parse(text.substring(slash + 1)));
  }

  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefix / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != theirs[i]) {
        return false;
      }
    }
    int rest = prefix % Byte.SIZE;
    return rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
  }
}
