package dev.letterlock.loadtest.peer;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.CryptoException;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.frame.server.PreKeyBundle;
import dev.letterlock.protocol.id.ConversationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Messages from one device to all devices of one user: the keys agreed with each, and the counts of
 * both ends. Confined to one loop, on which both ends live.
 */
public final class Flow {

  private final LoadUser recipient;
  private final ConversationId conversation;
  private final boolean live;
  private final List<Inlet> inlets = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private long nextSeq;
  private long expected;

  /**
   * Prepares a flow.
   *
   * @param live whether the recipient is connected, so that a message is in flight until delivered
   */
  public Flow(LoadUser recipient, ConversationId conversation, boolean live) {
    this.recipient = recipient;
    this.conversation = conversation;
    this.live = live;
  }

  /** Accepted for a device, but never delivered there; true only once all has come to rest. */
  public long lost() {
    long distinct = inlets.stream().mapToLong(Inlet::distinct).sum();
    return Math.max(0, expected - distinct);
  }

  LoadUser recipient() {
    return recipient;
  }

  ConversationId conversation() {
    return conversation;
  }

  void add(Inlet inlet) {
    inlets.add(inlet);
  }

  long takeSeq() {
    return nextSeq++;
  }

  /** Events until a message of this flow has landed: accepted, and delivered where it is live. */
  int eventsPerMessage() {
    return live ? 1 + lanes.size() : 1;
  }

  /** A message was accepted for all devices but so many. */
  void accepted(int fullInboxes) {
    expected += lanes.size() - fullInboxes;
  }

  /** The per-device entries of one message. */
  List<Entry> wrap(Hash32 payloadHash, SecretBytes cek) {
    if (lanes.size() == 1) {
      return List.of(lanes.getFirst().wrap(payloadHash, cek));
    }
    List<Entry> entries = new ArrayList<>(lanes.size());
    for (Lane lane : lanes) {
      entries.add(lane.wrap(payloadHash, cek));
    }
    return entries;
  }

  /**
   * Agrees keys with every device, from the bundles that the server gave.
   *
   * @throws CryptoException if a bundle does not verify
   */
  void agree(CryptoKit crypto, LoadDevice sender, List<PreKeyBundle> bundles) {
    List<DeviceCert> certificates = new ArrayList<>();
    for (PreKeyBundle bundle : bundles) {
      certificates.add(verified(crypto.e1(), bundle));
    }
    agreeWith(crypto, sender, certificates);
  }

  /** Agrees keys with every device, from what this process knows itself. */
  void agreeUnasked(CryptoKit crypto, LoadDevice sender) {
    agreeWith(
        crypto, sender, recipient.devices().stream().map(device -> device.keys().cert()).toList());
  }

  private void agreeWith(CryptoKit crypto, LoadDevice sender, List<DeviceCert> certificates) {
    lanes.clear();
    certificates.stream()
        .sorted(Comparator.comparingInt(certificate -> certificate.address().device()))
        .map(certificate -> Lane.to(crypto, sender, certificate))
        .forEach(lanes::add);
  }

  private DeviceCert verified(E1 e1, PreKeyBundle bundle) {
    DeviceCert certificate = DeviceCert.parse(bundle.certificate().toByteArray());
    certificate.verify(e1);
    SignedPreKey.parse(bundle.signedPreKey().toByteArray()).verify(e1, certificate);
    if (!recipient.list().entries().contains(DeviceEntry.of(e1, certificate))) {
      throw new IllegalStateException(
          "bundle: device " + bundle.device() + " (expected: one on the signed list)");
    }
    return certificate;
  }

  /** The way to one device. */
  private record Lane(int device, int registration, StaticPair pair) {

    static Lane to(CryptoKit crypto, LoadDevice sender, DeviceCert certificate) {
      StaticPair pair =
          new StaticPair(
              crypto.e1(),
              crypto.records(),
              sender.keys().agreementKey(),
              certificate.agreementKey());
      return new Lane(certificate.address().device(), certificate.address().reg(), pair);
    }

    Entry wrap(Hash32 payloadHash, SecretBytes cek) {
      OpaqueBytes header = OpaqueBytes.wrap(pair.wrap(payloadHash, cek));
      return new Entry(OutgoingSend.RECIPIENT_SLOT, device, registration, header);
    }
  }
}
