package dev.letterlock.storage.account;

import static dev.letterlock.storage.account.BulkImport.Outcome.ALREADY_THERE;
import static dev.letterlock.storage.account.BulkImport.Outcome.CONFLICT;
import static dev.letterlock.storage.account.BulkImport.Outcome.IMPORTED;
import static dev.letterlock.storage.account.BulkImport.Outcome.KEY_SEEN;
import static dev.letterlock.storage.account.BulkImport.Outcome.NAME_TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import dev.letterlock.storage.device.DeviceRegistration;
import dev.letterlock.storage.device.PreKeyClaim;
import dev.letterlock.storage.device.PreKeyStore.UploadResult;
import dev.letterlock.storage.device.PreKeyUpload;
import dev.letterlock.storage.device.Roster;
import dev.letterlock.storage.device.SignedDeviceList;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkImportContractTest extends StoreContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private BulkImport bulkImport;

  @BeforeEach
  void open() {
    bulkImport = stores().bulkImport();
  }

  @Test
  void bringsInUsersThatCanBeUsedAtOnce() {
    ImportedUser user = user(3, 7);

    assertThat(add(user, user(1))).containsExactly(IMPORTED, IMPORTED);
    assertThat(stores().users().byName(user.name()).orElseThrow().id()).isEqualTo(user.id());
    assertThat(stores().users().nextDeviceId(user.id())).contains(8);
    assertThat(stores().devices().byUser(user.id())).hasSize(2);
    assertThat(stores().deviceLists().latest(user.id())).contains(user.list());
    Roster roster = stores().rosters().effective(user.id()).orElseThrow();
    assertThat(roster.members()).extracting(Roster.Member::device).containsExactly(3, 7);
    PreKeyClaim claim = new PreKeyClaim(Samples.device(), device(user), Samples.request(), 0);
    assertThat(stores().preKeys().claim(claim).orElseThrow().oneTime()).isNotNull();
  }

  @Test
  void remembersTheIdsOfImportedKeys() {
    ImportedUser user = user(1);
    add(user);
    PreKeyUpload again =
        new PreKeyUpload(null, user.devices().getFirst().preKeys().oneTime(), List.of(), null);

    assertThat(stores().preKeys().upload(device(user), again, NOW))
        .isEqualTo(UploadResult.ID_REUSED);
  }

  @Test
  void changesNothingWhenRepeated() {
    ImportedUser user = user(1);
    add(user);

    assertThat(add(user)).containsExactly(ALREADY_THERE);
  }

  @Test
  void refusesOneUserForATakenNameAndTakesTheOthers() {
    ImportedUser user = user(1);
    add(user);
    UserId id = Samples.user();
    ImportedUser thief = new ImportedUser(id, user.name(), null, List.of(), Samples.firstList(id));

    assertThat(add(user(1), thief, user(2))).containsExactly(IMPORTED, NAME_TAKEN, IMPORTED);
    assertThat(stores().users().byId(id)).isEmpty();
    assertThat(stores().rosters().effective(id)).isEmpty();
  }

  @Test
  void leavesNothingOfAUserWhoseKeyWasSeen() {
    ImportedUser user = user(1);
    add(user);
    ImportedUser copier = withKeyOf(user);

    assertThat(add(copier)).containsExactly(KEY_SEEN);
    assertThat(stores().users().byId(copier.id())).isEmpty();
    assertThat(stores().devices().byUser(copier.id())).isEmpty();
    assertThat(stores().rosters().effective(copier.id())).isEmpty();
  }

  @Test
  void refusesAnotherListForTheSameUser() {
    ImportedUser user = user(1);
    add(user);
    SignedDeviceList other = Samples.firstList(user.id());
    ImportedUser changed = new ImportedUser(user.id(), user.name(), null, user.devices(), other);

    assertThat(add(changed)).containsExactly(CONFLICT);
    assertThat(stores().deviceLists().latest(user.id())).contains(user.list());
  }

  private List<BulkImport.Outcome> add(ImportedUser... users) {
    return bulkImport.add(List.of(users), NOW);
  }

  private static DeviceAddress device(ImportedUser user) {
    return user.devices().getFirst().registration().address();
  }

  private static ImportedUser user(int... devices) {
    UserId id = Samples.user();
    List<ImportedUser.Device> imported =
        Arrays.stream(devices)
            .mapToObj(device -> Samples.registration(new DeviceAddress(id, device)))
            .map(device -> new ImportedUser.Device(device, Samples.preKeys(1, 1)))
            .toList();
    DeviceRegistration[] registrations =
        imported.stream().map(ImportedUser.Device::registration).toArray(DeviceRegistration[]::new);
    return new ImportedUser(
        id, Samples.name(), null, imported, Samples.firstList(id, registrations));
  }

  private static ImportedUser withKeyOf(ImportedUser owner) {
    UserId id = Samples.user();
    DeviceRegistration own = Samples.registration(new DeviceAddress(id, 1));
    DeviceRegistration copied =
        new DeviceRegistration(
            own.address(),
            own.registration(),
            own.certificate(),
            own.certHash(),
            own.signingKey(),
            owner.devices().getFirst().registration().agreementKey());
    return new ImportedUser(
        id,
        Samples.name(),
        null,
        List.of(new ImportedUser.Device(copied, Samples.preKeys(1, 0))),
        Samples.firstList(id, copied));
  }
}
