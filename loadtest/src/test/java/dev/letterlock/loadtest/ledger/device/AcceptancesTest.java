package dev.letterlock.loadtest.ledger.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcceptancesTest {
  private static final DeviceAddress ONE = new DeviceAddress(new UserId(1, 2), 1);
  private static final DeviceAddress OTHER = new DeviceAddress(new UserId(1, 2), 2);

  private final Acceptances acceptances = new Acceptances();

  /** Other servers accept while one of them is started again. */
  @Test
  void seeWhatWasAcceptedBeforeAnybodyWaited() throws Exception {
    Acceptances.Watch watch = acceptances.watch(Set.of());
    acceptances.accepted(ONE);

    assertThat(watch.await(0)).isNotNegative();
  }

  @Test
  void seeWhenEachDeviceWasHeard() throws Exception {
    Acceptances.Watch watch = acceptances.watchEach(Set.of(ONE, OTHER));
    acceptances.accepted(ONE);
    acceptances.accepted(ONE);
    assertThat(watch.await(0)).isNegative();

    acceptances.accepted(OTHER);
    assertThat(watch.await(0)).isNotNegative();
  }

  @Test
  void seeNothingOfOtherDevicesOrOfEarlierMessages() throws Exception {
    acceptances.accepted(ONE);
    Acceptances.Watch watch = acceptances.watch(Set.of(ONE));
    acceptances.accepted(OTHER);

    assertThat(watch.await(0)).isNegative();
  }
}
