package dev.letterlock.storage.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import dev.letterlock.storage.device.DeviceStore.RegisterResult;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceStoreContractTest extends StoreContract {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 15);
  private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

  private final DeviceRegistration device = Samples.registration(Samples.device());
  private DeviceStore devices;

  @BeforeEach
  void open() {
    devices = stores().devices();
  }

  @Test
  void keepsWhatADeviceWasRegisteredWith() {
    assertThat(devices.register(device, TODAY)).isEqualTo(RegisterResult.REGISTERED);
    assertThat(devices.byAddress(device.address())).contains(new DeviceRecord(device, TODAY, null));
    assertThat(devices.byAddress(Samples.device())).isEmpty();
  }

  @Test
  void takesTheSameRegistrationAgainAndNoOther() {
    devices.register(device, TODAY);

    assertThat(devices.register(device, TODAY.plusDays(1))).isEqualTo(RegisterResult.ALREADY_THERE);
    assertThat(devices.register(Samples.registration(device.address()), TODAY))
        .isEqualTo(RegisterResult.DEVICE_TAKEN);
    assertThat(devices.byAddress(device.address())).contains(new DeviceRecord(device, TODAY, null));
  }

  @Test
  void refusesAKeyThatAnyDeviceHasOrHad() {
    devices.register(device, TODAY);
    devices.revoke(device.address(), NOON);
    DeviceRegistration fresh = Samples.registration(Samples.device());

    assertThat(devices.register(with(fresh, device.signingKey(), fresh.agreementKey()), TODAY))
        .isEqualTo(RegisterResult.KEY_SEEN);
    assertThat(devices.register(with(fresh, fresh.signingKey(), device.agreementKey()), TODAY))
        .isEqualTo(RegisterResult.KEY_SEEN);
    assertThat(devices.byAddress(fresh.address())).isEmpty();
    assertThat(devices.register(fresh, TODAY)).isEqualTo(RegisterResult.REGISTERED);
  }

  @Test
  void listsAllDevicesOfAUserInOrder() {
    UserId user = device.address().user();
    DeviceRegistration highest = Samples.registration(new DeviceAddress(user, -1));
    DeviceRegistration second = Samples.registration(new DeviceAddress(user, 2));
    List.of(highest, second, device).forEach(each -> devices.register(each, TODAY));
    devices.register(Samples.registration(new DeviceAddress(next(user), 1)), TODAY);

    assertThat(devices.byUser(user))
        .extracting(DeviceRecord::registered)
        .containsExactly(device, second, highest);
  }

  @Test
  void revokesOnceAndKeepsTheDevice() {
    devices.register(device, TODAY);

    assertThat(devices.revoke(device.address(), NOON)).isTrue();
    assertThat(devices.revoke(device.address(), NOON.plusSeconds(9))).isTrue();
    DeviceRecord found = devices.byAddress(device.address()).orElseThrow();
    assertThat(found.revoked()).isTrue();
    assertThat(found.revokedAt()).isEqualTo(NOON);
    assertThat(devices.revoke(Samples.device(), NOON)).isFalse();
  }

  @Test
  void notesTheLastDayAndNeverGoesBack() {
    DeviceRegistration other = Samples.registration(Samples.device());
    devices.register(device, TODAY);
    devices.register(other, TODAY);

    devices.seen(List.of(device.address(), Samples.device(), other.address()), TODAY.plusDays(2));
    devices.seen(List.of(device.address()), TODAY.plusDays(1));
    assertThat(devices.byAddress(device.address()).orElseThrow().lastSeen())
        .isEqualTo(TODAY.plusDays(2));
    assertThat(devices.byAddress(other.address()).orElseThrow().lastSeen())
        .isEqualTo(TODAY.plusDays(2));
  }

  @Test
  void findsDevicesThatWereLongAwayUnlessRevoked() {
    DeviceRegistration revoked = Samples.registration(Samples.device());
    LocalDate longAgo = LocalDate.of(2001, 1, 1);
    devices.register(device, longAgo);
    devices.register(revoked, longAgo);
    devices.revoke(revoked.address(), NOON);

    assertThat(devices.lastSeenBefore(longAgo.plusDays(1), 10)).containsExactly(device.address());
    devices.seen(List.of(device.address()), TODAY);
    assertThat(devices.lastSeenBefore(longAgo.plusDays(1), 10)).isEmpty();
  }

  private static UserId next(UserId user) {
    return new UserId(user.high(), user.low() + 1);
  }

  private static DeviceRegistration with(
      DeviceRegistration device, OpaqueBytes signingKey, OpaqueBytes agreementKey) {
    return new DeviceRegistration(
        device.address(),
        device.registration(),
        device.certificate(),
        device.certHash(),
        signingKey,
        agreementKey);
  }
}
