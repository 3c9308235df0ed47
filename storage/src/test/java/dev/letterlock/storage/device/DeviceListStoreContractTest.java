package dev.letterlock.storage.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import dev.letterlock.storage.device.DeviceListStore.AppendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceListStoreContractTest extends StoreContract {
  private final UserId user = Samples.user();
  private final DeviceRegistration device = Samples.registration(new DeviceAddress(user, 1));
  private final SignedDeviceList first = Samples.firstList(user, device);
  private final SignedDeviceList second = withRollover(Samples.nextList(first));
  private DeviceListStore lists;

  @BeforeEach
  void open() {
    lists = stores().deviceLists();
  }

  @Test
  void growsByTheNextListAndKeepsTheOlderOnes() {
    assertThat(lists.append(first)).isEqualTo(AppendResult.APPENDED);
    assertThat(lists.append(second)).isEqualTo(AppendResult.APPENDED);

    assertThat(lists.latest(user)).contains(second);
    assertThat(lists.at(user, 1)).contains(first);
    assertThat(lists.at(user, 2)).contains(second);
    assertThat(lists.at(user, 3)).isEmpty();
    assertThat(lists.latest(Samples.user())).isEmpty();
    assertThat(lists.at(Samples.user(), 1)).isEmpty();
  }

  @Test
  void takesTheNewestAgainAndNothingOutOfOrder() {
    assertThat(lists.append(second)).isEqualTo(AppendResult.NOT_NEXT);
    lists.append(first);
    assertThat(lists.append(first)).isEqualTo(AppendResult.ALREADY_THERE);
    assertThat(lists.append(Samples.firstList(user))).isEqualTo(AppendResult.NOT_NEXT);
    assertThat(lists.append(Samples.nextList(second))).isEqualTo(AppendResult.NOT_NEXT);
    assertThat(lists.append(Samples.nextList(Samples.firstList(user))))
        .isEqualTo(AppendResult.NOT_NEXT);

    lists.append(second);
    assertThat(lists.append(first)).isEqualTo(AppendResult.NOT_NEXT);
    assertThat(lists.latest(user)).contains(second);
  }

  @Test
  void appendsOneOfManyRivals() throws Exception {
    lists.append(first);
    List<AppendResult> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<AppendResult>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        calls.add(threads.submit(() -> lists.append(Samples.nextList(first))));
      }
      for (Future<AppendResult> call : calls) {
        results.add(call.get());
      }
    }
    assertThat(results).containsOnlyOnce(AppendResult.APPENDED).contains(AppendResult.NOT_NEXT);
    assertThat(lists.at(user, 1)).contains(first);
  }

  private static SignedDeviceList withRollover(SignedDeviceList list) {
    return new SignedDeviceList(
        list.user(),
        list.version(),
        list.previousHash(),
        list.listHash(),
        list.accountKey(),
        list.entries(),
        list.bytes(),
        Samples.bytes(96));
  }
}
