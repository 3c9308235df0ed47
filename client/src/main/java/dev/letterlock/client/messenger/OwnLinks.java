package dev.letterlock.client.messenger;

import dev.letterlock.client.api.Links;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.link.LinkChannel;
import dev.letterlock.crypto.e2ee.link.LinkCode;
import dev.letterlock.crypto.e2ee.link.LinkParcel;
import dev.letterlock.crypto.e2ee.link.LinkRejectedException;
import dev.letterlock.crypto.e2ee.link.SharedPin;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a device that holds the account key lets a new one in by its code (docs/E2EE.md §2.10). On
 * the desk; blocks for the server.
 */
final class OwnLinks {

  private static final String MADE_UP =
      "The server has nothing of the new device that could be let in. Begin anew on the new device.";

  private final Tools tools;
  private final OwnList list;
  private final Links links;

  OwnLinks(Tools tools, OwnList list, Links links) {
    this.tools = tools;
    this.list = list;
    this.links = links;
  }

  /**
   * Reads what the new device left and answers it.
   *
   * @throws LinkRejectedException if the code is none, or what is there not of its device
   */
  LinkAnswer answer(byte[] scanned, Consumer<LinkAnswer> confirming) {
    LinkCode code = LinkCode.parse(scanned);
    DeviceCert cert = certificate(code);
    try (X25519KeyPair ephemeral = tools.e1().sodium().agreementKeyPair()) {
      LinkChannel channel =
          LinkChannel.ofFirstDevice(tools.e1(), tools.user(), code, cert, ephemeral);
      try {
        links.putKey(code.link(), ephemeral.publicKey());
      } catch (RuntimeException e) {
        channel.close();
        throw e;
      }
      return new LinkAnswer(code.link(), cert, channel, confirming);
    }
  }

  /** Signs the list that names the new device, and hands it over with what is pinned here. */
  void confirm(Transaction step, LinkAnswer answer) {
    if (answer.sealed().length == 0) {
      DeviceList next = list.with(step, answer.cert().encode());
      answer.keepSealed(answer.channel().seal(LinkParcel.fitting(next, contacts(step))));
    }
    links.putParcel(answer.link(), answer.sealed());
  }

  /** The compared first, in case there is no room for all. */
  private List<SharedPin> contacts(Transaction step) {
    Peers peers = new Peers(step, tools.e1());
    return peers.pinned().stream()
        .filter(user -> !user.equals(tools.user()))
        .flatMap(user -> peers.pins(user).stream())
        .map(pins -> new SharedPin(pins.list(), pins.isVerified()))
        .sorted(Comparator.comparing(SharedPin::verified).reversed())
        .toList();
  }

  private DeviceCert certificate(LinkCode code) {
    try {
      return links.read(code.link()).deviceCert();
    } catch (KeyRejectedException | IllegalArgumentException e) {
      throw new RefusedException(MADE_UP, e);
    }
  }
}
