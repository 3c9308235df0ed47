package dev.letterlock.loadtest.ledger;

import dev.letterlock.loadtest.ledger.Entry.Accepted;
import dev.letterlock.loadtest.ledger.Entry.AtRisk;
import dev.letterlock.loadtest.ledger.Entry.Begun;
import dev.letterlock.loadtest.ledger.Entry.Claimed;
import dev.letterlock.loadtest.ledger.Entry.PutAside;
import dev.letterlock.loadtest.ledger.Entry.Repeated;
import dev.letterlock.loadtest.ledger.Entry.Shown;
import dev.letterlock.loadtest.ledger.Entry.Skipped;
import dev.letterlock.loadtest.ledger.Entry.Submitted;
import dev.letterlock.loadtest.ledger.Entry.Told;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ledgers written by hand: Alice and Carol write to Bob's two devices. */
final class Scene {

  static final DeviceAddress ALICE = new DeviceAddress(new UserId(0, 1), 1);
  static final DeviceAddress CAROL = new DeviceAddress(new UserId(0, 3), 1);
  static final DeviceAddress BOB = new DeviceAddress(new UserId(0, 2), 1);
  static final DeviceAddress BOBS_OTHER = new DeviceAddress(new UserId(0, 2), 2);
  static final ConversationId CONVERSATION = new ConversationId(7, 7);

  private final Map<DeviceAddress, List<Entry>> ledgers = new LinkedHashMap<>();

  Scene() {
    List.of(ALICE, CAROL, BOB, BOBS_OTHER).forEach(device -> write(device, new Begun(device)));
  }

  static MessageId id(long number) {
    return new MessageId(9, number);
  }

  /** Handed in for both of Bob's devices. */
  Scene submits(DeviceAddress sender, long number) {
    List<DeviceAddress> targets = List.of(BOB, BOBS_OTHER);
    return write(
        sender, new Submitted(id(number), digest(number), CONVERSATION, BOB.user(), targets));
  }

  /** Accepted at a time. */
  Scene isTold(DeviceAddress sender, long number, long time, DeviceAddress... full) {
    return write(sender, new Accepted(id(number), time, List.of(full)));
  }

  Scene shows(DeviceAddress device, long seq, long number, DeviceAddress sender, long time) {
    return write(device, new Shown(new Cursor(1, seq), id(number), sender, time, digest(number)));
  }

  Scene putsAside(DeviceAddress device, long seq, long number, DeviceAddress sender, long time) {
    return write(
        device, new PutAside(new Cursor(1, seq), id(number), sender, time, digest(number)));
  }

  Scene repeats(DeviceAddress device, long seq, long number, DeviceAddress sender, long time) {
    return write(
        device, new Repeated(new Cursor(2, seq), id(number), sender, time, digest(number)));
  }

  /** The server may forget what happens to this device from here on, or no more. */
  Scene risks(DeviceAddress device, boolean begins) {
    return write(device, new AtRisk(begins));
  }

  /** Messages 1, 2 … of Alice, accepted at 10, 20 … and shown by both of Bob's devices. */
  Scene exchanges(int messages) {
    for (int number = 1; number <= messages; number++) {
      submits(ALICE, number).isTold(ALICE, number, 10L * number);
      shows(BOB, number, number, ALICE, 10L * number);
      shows(BOBS_OTHER, number, number, ALICE, 10L * number);
    }
    return this;
  }

  Scene skips(DeviceAddress device, Cursor from, Cursor to, int reason) {
    return write(device, new Skipped(from, to, reason));
  }

  /** A receipt of kind 1 by Bob. */
  Scene receives(DeviceAddress device, long upTo) {
    return write(device, new Told(1, CONVERSATION, BOB.user(), device.device(), upTo));
  }

  Scene claims(DeviceAddress device, long request, DeviceAddress target, long key) {
    return write(device, new Claimed(new RequestId(0, request), target, key));
  }

  Scene write(DeviceAddress device, Entry entry) {
    ledgers.computeIfAbsent(device, _ -> new ArrayList<>()).add(entry);
    return this;
  }

  Judgement judged() {
    return Judge.judge(
        ledgers.entrySet().stream().map(one -> new Ledger(one.getKey(), one.getValue())).toList());
  }

  static long digest(long number) {
    return 1_000 + number;
  }
}
