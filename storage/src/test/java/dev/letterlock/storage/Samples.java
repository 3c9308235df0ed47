package dev.letterlock.storage;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.device.DeviceRegistration;
import dev.letterlock.storage.device.PreKeyUpload;
import dev.letterlock.storage.device.SignedDeviceList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Random values of the right sizes. */
public final class Samples {
  private Samples() {}

  public static OpaqueBytes bytes(int size) {
    byte[] bytes = new byte[size];
    ThreadLocalRandom.current().nextBytes(bytes);
    return OpaqueBytes.wrap(bytes);
  }

  public static UserId user() {
    return UserId.of(UUID.randomUUID());
  }

  public static DeviceAddress device() {
    return new DeviceAddress(user(), 1);
  }

  public static ConversationId conversation() {
    return ConversationId.of(UUID.randomUUID());
  }

  public static RequestId request() {
    return RequestId.of(UUID.randomUUID());
  }

  public static String name() {
    return "user-" + UUID.randomUUID();
  }

  public static DeviceRegistration registration(DeviceAddress device) {
    return new DeviceRegistration(
        device, ThreadLocalRandom.current().nextInt(), bytes(162), bytes(32), bytes(32), bytes(32));
  }

  public static SignedDeviceList firstList(UserId user, DeviceRegistration... devices) {
    return list(user, 1, OpaqueBytes.wrap(new byte[32]), devices);
  }

  public static SignedDeviceList nextList(SignedDeviceList list, DeviceRegistration... devices) {
    return list(list.user(), list.version() + 1, list.listHash(), devices);
  }

  private static SignedDeviceList list(
      UserId user, long version, OpaqueBytes previous, DeviceRegistration... devices) {
    List<SignedDeviceList.Entry> entries =
        Arrays.stream(devices)
            .map(device ->
                new SignedDeviceList.Entry(
                    device.address().device(), device.registration(), device.certHash()))
            .toList();
    return new SignedDeviceList(
        user, version, previous, bytes(32), bytes(32), entries, bytes(200), null);
  }

  /** A signed key, a last resort and as many one-time keys as said. */
  public static PreKeyUpload preKeys(int oneTime, int kemOneTime) {
    return new PreKeyUpload(bytes(108), keys(36, oneTime), keys(1261, kemOneTime), bytes(1261));
  }

  public static List<OpaqueBytes> keys(int size, int count) {
    return Stream.generate(() -> bytes(size)).limit(count).toList();
  }
}
