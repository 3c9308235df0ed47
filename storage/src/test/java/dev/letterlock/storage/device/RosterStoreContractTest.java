package dev.letterlock.storage.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RosterStoreContractTest extends StoreContract {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 15);

  private final UserId user = Samples.user();
  private final DeviceRegistration one = Samples.registration(new DeviceAddress(user, 1));
  private final DeviceRegistration two = Samples.registration(new DeviceAddress(user, 2));
  private RosterStore rosters;

  @BeforeEach
  void open() {
    rosters = stores().rosters();
  }

  @Test
  void hasNoneWithoutAList() {
    register(one);
    assertThat(rosters.effective(user)).isEmpty();
  }

  @Test
  void namesTheListedDevicesInTheOrderOfTheList() {
    register(one, two);
    stores().deviceLists().append(Samples.firstList(user, two, one));

    assertThat(rosters.effective(user)).contains(new Roster(user, 1, List.of(of(two), of(one))));
  }

  @Test
  void subtractsRevokedDevices() {
    register(one, two);
    stores().deviceLists().append(Samples.firstList(user, one, two));
    stores().devices().revoke(one.address(), Instant.EPOCH);

    assertThat(rosters.effective(user)).contains(new Roster(user, 1, List.of(of(two))));
  }

  @Test
  void subtractsDevicesThatAreNotRegisteredAsListed() {
    register(one);
    DeviceRegistration ghost = Samples.registration(one.address());
    stores().deviceLists().append(Samples.firstList(user, ghost, two));

    assertThat(rosters.effective(user)).contains(new Roster(user, 1, List.of()));
  }

  @Test
  void followsTheNewestList() {
    register(one, two);
    SignedDeviceList first = Samples.firstList(user, one, two);
    stores().deviceLists().append(first);
    stores().deviceLists().append(Samples.nextList(first, two));
    stores().devices().seen(List.of(two.address()), TODAY.plusDays(3));

    assertThat(rosters.effective(user))
        .contains(
            new Roster(
                user,
                2,
                List.of(new Roster.Member(2, two.registration(), TODAY.plusDays(3), null))));
  }

  @Test
  void saysSinceWhenSignedPreKeysAreThere() {
    Instant since = Instant.parse("2026-01-10T00:00:00Z");
    register(one, two);
    stores().deviceLists().append(Samples.firstList(user, one, two));
    stores().preKeys().upload(one.address(), Samples.preKeys(1, 0), since);

    assertThat(rosters.effective(user).orElseThrow().members())
        .containsExactly(new Roster.Member(1, one.registration(), TODAY, since), of(two));
  }

  @Test
  void isEmptyForAnEmptyList() {
    stores().deviceLists().append(Samples.firstList(user));
    assertThat(rosters.effective(user)).contains(new Roster(user, 1, List.of()));
  }

  private void register(DeviceRegistration... devices) {
    for (DeviceRegistration device : devices) {
      stores().devices().register(device, TODAY);
    }
  }

  private static Roster.Member of(DeviceRegistration device) {
    return new Roster.Member(device.address().device(), device.registration(), TODAY, null);
  }
}
