package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.server.api.HttpDriver.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupsTest {

  private static ApiServer server;

  private final Map<Phone, Ed25519KeyPair> renewedKeys = new HashMap<>();
  private Phone anna;
  private Phone bert;
  private Phone carl;
  private GroupState first;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void meet() {
    anna = Phone.enrolled(server);
    bert = Phone.enrolled(server);
    carl = Phone.enrolled(server);
    first = first(anna, admin(anna), member(bert));
  }

  @Test
  void aGroupBeginsAndChanges() {
    assertThat(put(anna, first).json().path("epoch").asInt()).isEqualTo(1);
    GroupState second = next(first, anna, admin(anna), member(bert), member(carl));

    Answer changed = put(anna, second);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("epoch").asInt()).isEqualTo(2);
    assertThat(changed.text("accepted_at")).hasSize(16).isEqualTo(stored(second));
    assertThat(server.api.memberships().load(id(first)).toCompletableFuture().join().epoch())
        .isEqualTo(2);
  }

  @Test
  void membersReadTheChainFromAnyEpoch() {
    put(anna, first);
    GroupState second = next(first, anna, admin(anna), member(bert), member(carl));
    put(anna, second);

    assertThat(states(carl.get(path(first)))).containsExactly(encoded(first), encoded(second));
    assertThat(states(bert.get(path(first) + "?after_epoch=1"))).containsExactly(encoded(second));
    assertThat(bert.get(path(first) + "?after_epoch=2").json().path("epoch").asInt()).isEqualTo(2);
    assertThat(bert.get(path(first) + "?after_epoch=-1").problem())
        .isEqualTo("400 parameter_invalid");
  }

  @Test
  void strangersLearnNothing() {
    String none = carl.get(path(first)).problem();
    GroupState intrusion = next(first, carl, admin(carl));
    String noneToPut = put(carl, intrusion).problem();
    put(anna, first);

    assertThat(none).isEqualTo("404 unknown_conversation");
    assertThat(carl.get(path(first)).problem()).isEqualTo(none);
    assertThat(put(carl, intrusion).problem()).isEqualTo(noneToPut).isEqualTo(none);
    assertThat(carl.get("/v1/conversations/" + first.group() + "/receipts").problem())
        .isEqualTo(none);
    assertThat(bert.get("/v1/conversations/" + first.group() + "/receipts").status())
        .isEqualTo(200);
  }

  @Test
  void whoWasTakenOutIsAStranger() {
    put(anna, first);
    put(anna, next(first, anna, admin(anna)));

    assertThat(bert.get(path(first)).problem()).isEqualTo("404 unknown_conversation");
  }

  /** R17: of two admins who change the group at once, one has to look again. */
  @Test
  void onlyOneOfManyRivalsIsNext() throws Exception {
    GroupState two = first(anna, admin(anna), admin(bert));
    put(anna, two);
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> calls = new ArrayList<>();
      for (Phone rival : List.of(anna, bert, anna, bert)) {
        GroupMember renewed =
            new GroupMember(carl.user, MemberRole.MEMBER, new KeyFingerprint(calls.size(), 0));
        GroupState state = next(two, rival, admin(anna), admin(bert), renewed);
        calls.add(threads.submit(() -> put(rival, state)));
      }
      for (Future<Answer> call : calls) {
        answers.add(call.get().status());
      }
    }
    assertThat(answers).containsOnlyOnce(200).contains(409);
    assertThat(states(anna.get(path(two)))).hasSize(2);
  }

  @Test
  void aStateOutOfTurnIsAConflict() {
    put(anna, first);
    GroupState second = next(first, anna, admin(anna), member(bert), member(carl));
    GroupState third = next(second, anna, admin(anna));
    assertThat(put(anna, third).problem()).isEqualTo("409 group_conflict");
    put(anna, second);

    assertThat(put(anna, next(first, anna, admin(anna))).problem()).isEqualTo("409 group_conflict");
    assertThat(put(anna, first).problem()).isEqualTo("409 group_conflict");
    assertThat(put(anna, second).status()).isEqualTo(200);
  }

  @Test
  void onlyWhoMaySignChangesTheGroup() {
    put(anna, first);
    GroupState coup = next(first, bert, admin(bert), member(anna));
    GroupState inAnnasName = next(first, anna, admin(anna), member(bert), member(carl));

    assertThat(put(bert, coup).problem()).isEqualTo("422 key_rejected");
    assertThat(put(bert, inAnnasName).problem()).isEqualTo("422 key_rejected");
    assertThat(put(bert, next(first, bert, admin(anna))).status()).isEqualTo(200);
  }

  /** R17: every client would refuse such a state, and nothing could follow it. */
  @Test
  void whoeverBeganAnewIsNotTheMemberWhoWasThere() {
    GroupState two = first(anna, admin(anna), admin(bert));
    put(anna, two);
    GroupMember bertsOld = admin(bert);
    Ed25519KeyPair key = server.e1.sodium().signingKeyPair();
    Phone anew = bert.another();
    DeviceList reset =
        bert.storedList()
            .next(server.e1, key, server.clock.millis(), List.of(bert.entry(), anew.entry()));
    Phone.expect(201, anew.enrol(reset));
    GroupMember bertsNew =
        new GroupMember(bert.user, MemberRole.ADMIN, KeyFingerprint.of(server.e1, key.publicKey()));

    for (GroupState state :
        List.of(
            next(two, anew, admin(anna)),
            next(two, bert, admin(anna)),
            next(two, anew, admin(anna), bertsOld, member(carl)),
            next(two, anew, admin(anna), bertsNew))) {
      assertThat(put(anew, state).problem()).isEqualTo("422 key_rejected");
    }
    assertThat(put(anna, next(two, anna, admin(anna), bertsNew)).status()).isEqualTo(200);
  }

  @Test
  void whoeverRenewedTheAccountKeyGoesOn() {
    GroupState two = first(anna, admin(anna), admin(bert), member(carl));
    put(anna, two);
    renew(anna);
    renew(anna);
    GroupMember underNewKey = renew(bert);
    renew(carl);

    GroupState second = next(two, anna, admin(anna), underNewKey, member(carl));
    assertThat(put(anna, second).status()).isEqualTo(200);
    GroupState third = next(second, bert, admin(anna), underNewKey, member(carl));
    assertThat(put(bert, third).status()).isEqualTo(200);
    assertThat(put(carl, next(third, carl, admin(anna), underNewKey)).status()).isEqualTo(200);
  }

  /** An admin under the new key, as the group is to name it. */
  private GroupMember renew(Phone phone) {
    DeviceList before = phone.storedList();
    Ed25519KeyPair old = renewedKeys.getOrDefault(phone, phone.accountKey);
    Ed25519KeyPair fresh = server.e1.sodium().signingKeyPair();
    DeviceList list = before.next(server.e1, fresh, server.clock.millis(), before.entries());
    AccountKeyRollover rollover =
        AccountKeyRollover.issue(server.e1, old, fresh.publicKey(), before);
    Phone.expect(
        200,
        phone.signed(
            old,
            phone.accessToken,
            "PUT",
            "/v1/list",
            Map.of("list", Phone.b64(list.encode()), "rollover", Phone.b64(rollover.encode()))));
    renewedKeys.put(phone, fresh);
    return new GroupMember(
        phone.user, MemberRole.ADMIN, KeyFingerprint.of(server.e1, fresh.publicKey()));
  }

  @Test
  void aStolenTokenAloneChangesNothing() {
    put(anna, first);
    GroupState second = next(first, anna, admin(anna));
    Map<String, Object> body = Map.of("state", encoded(second));

    assertThat(server.http.send("PUT", path(first), Phone.bearer(anna.accessToken), body).problem())
        .isEqualTo("401 signature_missing");
    assertThat(anna.signed(bert.signingKey, anna.accessToken, "PUT", path(first), body).problem())
        .isEqualTo("401 signature_invalid");
  }

  @Test
  void membersMustBeUsers() {
    GroupMember nobody =
        new GroupMember(UUID.randomUUID(), MemberRole.MEMBER, new KeyFingerprint(1, 2));

    assertThat(put(anna, first(anna, admin(anna), nobody)).problem()).isEqualTo("404 unknown_user");
  }

  @Test
  void malformedStatesAreRefused() {
    byte[] bytes = first.encode();
    bytes[0] = 2;
    Map<String, Object> body = Map.of("state", Phone.b64(bytes));
    GroupState other = first(anna, admin(anna), member(carl));
    Map<String, Object> elsewhere = Map.of("state", encoded(other));

    assertThat(anna.signed("PUT", path(first), body).problem()).isEqualTo("422 key_rejected");
    assertThat(anna.signed("PUT", path(first), elsewhere).problem()).isEqualTo("422 key_rejected");
    assertThat(anna.signed("PUT", "/v1/groups/x", elsewhere).problem())
        .isEqualTo("400 parameter_invalid");
  }

  @Test
  void anOldStateIsRefused() {
    GroupState old =
        GroupState.first(
            server.e1,
            anna.signingKey,
            new GroupSigner(anna.user, anna.device),
            server.clock.millis() - 11 * 60_000,
            new GroupRoster(0, List.of(admin(anna))));

    assertThat(put(anna, old).problem()).isEqualTo("422 key_rejected");
  }

  private static Answer put(Phone by, GroupState state) {
    return by.signed("PUT", path(state), Map.of("state", encoded(state)));
  }

  private static String stored(GroupState state) {
    return Long.toString(server.stores.groups().latest(id(state)).orElseThrow().acceptedAt());
  }

  private static String path(GroupState state) {
    return "/v1/groups/" + state.group();
  }

  private static ConversationId id(GroupState state) {
    return ConversationId.of(state.group());
  }

  private static List<String> states(Answer answer) {
    List<String> states = new ArrayList<>();
    answer.json().path("states").forEach(state -> states.add(state.path("state").asText()));
    return states;
  }

  private static String encoded(GroupState state) {
    return Phone.b64(state.encode());
  }

  private static GroupMember admin(Phone phone) {
    return new GroupMember(phone.user, MemberRole.ADMIN, fingerprint(phone));
  }

  private static GroupMember member(Phone phone) {
    return new GroupMember(phone.user, MemberRole.MEMBER, fingerprint(phone));
  }

  private static KeyFingerprint fingerprint(Phone phone) {
    return KeyFingerprint.of(server.e1, phone.accountKey.publicKey());
  }

  private static GroupState first(Phone signer, GroupMember... members) {
    return GroupState.first(
        server.e1,
        signer.signingKey,
        new GroupSigner(signer.user, signer.device),
        server.clock.millis(),
        new GroupRoster(0, List.of(members)));
  }

  private static GroupState next(GroupState before, Phone signer, GroupMember... members) {
    return before.next(
        server.e1,
        signer.signingKey,
        new GroupSigner(signer.user, signer.device),
        server.clock.millis(),
        new GroupRoster(0, List.of(members)));
  }
}
