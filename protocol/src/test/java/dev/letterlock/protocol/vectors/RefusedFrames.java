package dev.letterlock.protocol.vectors;

import dev.letterlock.protocol.codec.FrameBytes;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Frames that have to be refused, each a valid one with one fault. */
final class RefusedFrames {
  /** A frame with a fault. */
  record Refused(String name, boolean fromClient, String hex) {}

  private final Map<String, Record> valid;
  private final List<Refused> refused = new ArrayList<>();

  private RefusedFrames(Map<String, Record> valid) {
    this.valid = valid;
    addFaultsOfEveryType();
    addClientFaults();
    addServerFaults();
  }

  static List<Refused> of(Map<String, Record> valid) {
    return new RefusedFrames(valid).refused;
  }

  private void addFaultsOfEveryType() {
    Set<Class<?>> seen = new HashSet<>();
    valid.forEach((name, frame) -> {
      if (seen.add(frame.getClass())) {
        int size = FrameBytes.size(frame);
        add(name, "truncated", size - 1, bytes -> {});
        add(name, "leftover byte", size + 1, bytes -> {});
        add(name, "unknown flag", size, bytes -> bytes[1] |= (byte) 0x80);
      }
    });
    refused.add(new Refused("header alone: type without flags", true, "06"));
    refused.add(new Refused("empty message", true, ""));
    refused.add(new Refused("empty message", false, ""));
  }

  private void addClientFaults() {
    String hello = "hello, token came with the upgrade";
    fault(hello, "version 2", bytes -> bytes[2] = 2);
    fault(hello, "no message credits", bytes -> put32(bytes, 24, 0));
    fault(hello, "4097 message credits", bytes -> put32(bytes, 24, 4097));
    fault(hello, "byte credits below 256 KiB", bytes -> put32(bytes, 28, 262_143));
    fault(hello, "byte credits above 64 MiB", bytes -> put32(bytes, 28, 67_108_865));
    fault(hello, "resume in epoch 2^53", bytes -> bytes[9] = 0x20);
    fault(hello, "token length without a token", bytes -> bytes[33] = 1);
    fault("hello, nothing stored, with a token", "token with a blank", bytes -> bytes[34] = ' ');

    String send = "send, normal, two devices";
    fault(send, "class 3", bytes -> bytes[1] = 3);
    fault(send, "collapse tag announced, none there", bytes -> bytes[1] = 8);
    fault(send, "slice longer than the frame", bytes -> put32(bytes, 79, 0xFFFF_FFFF));
    fault(send, "slice one byte longer", bytes -> put32(bytes, 79, 330));
    fault(send, "one entry fewer", bytes -> bytes[413] = 1);
    fault(send, "one entry more", bytes -> bytes[413] = 3);
    fault(send, "user slot 2", bytes -> bytes[414] = 2);
    fault(send, "header longer than 2048", bytes -> bytes[423] = 0x09);
    fault(send, "on the route of a group", bytes -> bytes[22] = 2);
    String toGroup = "send, to a group";
    fault(toGroup, "with a recipient", bytes -> bytes[38] = 1);
    fault(toGroup, "partial", bytes -> bytes[1] = 4);
    fault(toGroup, "one device announced", bytes -> bytes[506] = 1);
    add(toGroup, "one device", FrameBytes.size(frame(toGroup)) + 11, bytes -> bytes[506] = 1);
    String fullSend = "send, 64 devices";
    add(fullSend, "65 entries", FrameBytes.size(frame(fullSend)) + 12, bytes -> bytes[88] = 65);

    fault("read receipt", "no mark", bytes -> bytes[2] = 0);
    fault("read receipt", "two marks announced, one there", bytes -> bytes[2] = 2);
    fault("read receipt, 64 marks", "65 marks announced", bytes -> bytes[2] = 65);
    String claim = "claim pre-keys, 16 devices";
    fault(claim, "17 devices announced", bytes -> bytes[34] = 17);
    add(claim, "17 devices", FrameBytes.size(frame(claim)) + 4, bytes -> bytes[34] = 17);
  }

  private void addServerFaults() {
    fault("welcome, sync", "durability 3", bytes -> bytes[44] = 3);
    fault("accepted, one range", "no range", bytes -> bytes[3] = 0);
    fault("accepted, one range", "refs that go back", bytes -> put32(bytes, 4, 9));
    fault("accepted, 256 ranges", "257 ranges announced", bytes -> bytes[3] = 1);
    fault("accepted, one range", "1025 full inboxes announced", bytes -> put16(bytes, 20, 1025));
    fault("roster mismatch, one of each kind", "kind 4", bytes -> bytes[51] = 4);
    fault("roster mismatch, list version only", "refs that go back", bytes -> bytes[5] = 4);
    fault("deliver, normal", "class 3", bytes -> bytes[18] = 3);
    fault("deliver, normal", "collapse tag flag", bytes -> bytes[18] = 8);
    fault("deliver, normal", "route of a newer version", bytes -> bytes[18] = 0x20);
    fault("deliver, normal", "header longer than 2048", bytes -> bytes[87] = 0x09);
    fault("deliver, normal", "slice one byte longer", bytes -> bytes[185] = 0x4A);
    fault("gap, full", "reason 0", bytes -> bytes[34] = 0);
    fault("gap, full", "reason 6", bytes -> bytes[34] = 6);
    fault("gap, full", "end in epoch 2^53", bytes -> bytes[19] = 0x20);
    fault("gap, full", "end at seq 2^53", bytes -> bytes[27] = 0x20);
    fault("gap, full", "end before its begin", bytes -> bytes[33] = 1);
    fault("receipt, one of each kind", "no entry", bytes -> bytes[10] = 0);
    fault("receipt, one of each kind", "kind 0", bytes -> bytes[11] = 0);
    fault("receipt, 64 entries", "65 entries announced", bytes -> bytes[10] = 65);
    fault("pre-key bundles, none", "17 bundles announced", bytes -> bytes[42] = 17);
    fault("keys low", "last resort 2", bytes -> bytes[10] = 2);
    fault("failure, conflict about a Send", "refs that go back", bytes -> bytes[12] = 8);
  }

  private void fault(String name, String fault, Consumer<byte[]> change) {
    add(name, fault, FrameBytes.size(frame(name)), change);
  }

  private void add(String name, String fault, int size, Consumer<byte[]> change) {
    Record frame = frame(name);
    byte[] bytes = Arrays.copyOf(FrameBytes.write(frame), size);
    change.accept(bytes);
    refused.add(
        new Refused(
            name + ": " + fault, FrameBytes.isFromClient(frame), ByteBufUtil.hexDump(bytes)));
  }

  private Record frame(String name) {
    return Objects.requireNonNull(valid.get(name), name);
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> Byte.SIZE);
    bytes[at + 1] = (byte) value;
  }

  private static void put32(byte[] bytes, int at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }
}
