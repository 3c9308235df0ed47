package dev.letterlock.storage.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserStoreContractTest extends StoreContract {
  private UserStore users;

  @BeforeEach
  void open() {
    users = stores().users();
  }

  @Test
  void findsAnAccountByNameAndById() {
    UserRecord created = create("hash");

    assertThat(users.byName(created.name())).contains(created);
    assertThat(users.byId(created.id())).contains(created);
    assertThat(created.passwordHash()).isEqualTo("hash");
    assertThat(created.disabled()).isFalse();
  }

  @Test
  void knowsNobodyElse() {
    assertThat(users.byName(Samples.name())).isEmpty();
    assertThat(users.byId(Samples.user())).isEmpty();
    assertThat(users.setPasswordHash(Samples.user(), "hash")).isFalse();
    assertThat(users.setDisabled(Samples.user(), true)).isFalse();
    assertThat(users.nextDeviceId(Samples.user())).isEmpty();
  }

  @Test
  void givesANameOnlyOnce() {
    String name = Samples.name();
    users.create(name, "first");

    assertThat(users.create(name, "second")).isEqualTo(new UserStore.NameTaken(name));
    assertThat(users.byName(name).orElseThrow().passwordHash()).isEqualTo("first");
  }

  @Test
  void givesANameToOneOfManyWhoAskAtOnce() throws Exception {
    String name = Samples.name();
    List<UserStore.CreateResult> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<UserStore.CreateResult>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        calls.add(threads.submit(() -> users.create(name, null)));
      }
      for (Future<UserStore.CreateResult> call : calls) {
        results.add(call.get());
      }
    }
    assertThat(results).filteredOn(UserStore.Created.class::isInstance).hasSize(1);
  }

  @Test
  void changesPasswordAndDisabled() {
    UserId user = create(null).id();

    assertThat(users.setPasswordHash(user, "new")).isTrue();
    assertThat(users.setDisabled(user, true)).isTrue();
    assertThat(users.byId(user).orElseThrow().passwordHash()).isEqualTo("new");
    assertThat(users.byId(user).orElseThrow().disabled()).isTrue();
    assertThat(users.setDisabled(user, false)).isTrue();
    assertThat(users.byId(user).orElseThrow().disabled()).isFalse();
  }

  @Test
  void countsDeviceIdsUpwardsAndNeverGivesOneTwice() throws Exception {
    UserId user = create(null).id();
    assertThat(users.nextDeviceId(user)).contains(1);

    Set<Integer> given = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        calls.add(threads.submit(() -> users.nextDeviceId(user).orElseThrow()));
      }
      for (Future<Integer> call : calls) {
        given.add(call.get());
      }
    }
    assertThat(given).hasSize(32).doesNotContain(1).contains(33);
  }

  @Test
  void listsAllUsersPageByPage() {
    Set<UserId> created = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      created.add(create(null).id());
    }
    List<UserId> listed = new ArrayList<>();
    List<UserRecord> page = users.list(null, 3);
    while (!page.isEmpty()) {
      page.forEach(user -> listed.add(user.id()));
      page = users.list(listed.getLast(), 3);
    }
    assertThat(listed).doesNotHaveDuplicates().containsAll(created);
    assertThatThrownBy(() -> users.list(null, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsNoPasswordHashInItsText() {
    assertThat(create("$argon2id$secret").toString()).doesNotContain("argon2id");
  }

  @Test
  void leavesOutDeviceIds() {
    UserRecord user = create("hash");
    users.nextDeviceId(user.id());

    users.skipDeviceIds(1000);

    assertThat(users.nextDeviceId(user.id())).contains(1002);
  }

  private UserRecord create(@Nullable String hash) {
    return ((UserStore.Created) users.create(Samples.name(), hash)).user();
  }
}
