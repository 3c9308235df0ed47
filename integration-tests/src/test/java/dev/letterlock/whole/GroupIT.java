package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.GroupStates;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group through the real server: one slice up, every other device of every member down. */
class GroupIT {
  @TempDir Path folder;

  private final List<WireClient> clients = new ArrayList<>();
  private RunningServer server;
  private ApiClient api;
  private GroupStates groups;
  private LoadUser anna;
  private LoadUser bert;
  private LoadUser carl;
  private GroupState first;

  @BeforeEach
  void startServer() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    api = new ApiClient(server.url(), People.E1_SUITE);
    groups = new GroupStates(api);
    List<LoadUser> users = server.users(3, 2);
    anna = users.get(0);
    bert = users.get(1);
    carl = users.get(2);
    first = Circles.first(anna, List.of(bert, carl));
    groups.put(first, Circles.device(anna).keys().signingKey(), token(anna));
  }

  @AfterEach
  void endEverything() {
    clients.forEach(WireClient::close);
    api.close();
    server.close();
  }

  @Test
  void reachesEveryOtherDeviceOfEveryMember() throws Exception {
    WireClient sender = open(Circles.device(anna));
    List<WireClient> present = new ArrayList<>();
    for (LoadDevice other : others()) {
      present.add(open(other));
    }
    OutgoingSend send = message(first, 7).withRef(1);
    sender.send(send);
    Accepted accepted = sender.next(Accepted.class);

    for (WireClient reader : present) {
      Deliver deliver = reader.next(Deliver.class);
      assertThat(deliver.envelope().isGroup()).isTrue();
      assertThat(deliver.envelope().messageId()).isEqualTo(send.messageId());
      assertThat(deliver.envelope().conversation()).isEqualTo(send.conversation());
      assertThat(deliver.envelope().sender()).isEqualTo(Circles.device(anna).address());
      assertThat(deliver.envelope().time()).isEqualTo(accepted.ranges().getFirst().time());
      assertThat(deliver.envelope().copyHeader()).isEmpty();
      assertThat(OpaqueBytes.wrap(deliver.envelope().copySlice())).isEqualTo(send.slice());
    }
    assertThat(others()).hasSize(5);
  }

  @Test
  void waitsForDevicesThatAreAway() throws Exception {
    WireClient sender = open(Circles.device(anna));
    for (int number = 1; number <= 3; number++) {
      accepted(sender, message(first, number).withRef(number));
    }

    for (LoadDevice other : others()) {
      WireClient late = open(other);
      for (int number = 1; number <= 3; number++) {
        assertThat(Messages.numberOf(late.next(Deliver.class).envelope())).isEqualTo(number);
      }
      late.next(InboxDrained.class);
    }
  }

  @Test
  void refusesAnEpochThatIsNotInForce() throws Exception {
    WireClient sender = open(Circles.device(anna));
    accepted(sender, message(first, 1).withRef(1));
    GroupState second = withoutCarl();
    groups.put(second, Circles.device(anna).keys().signingKey(), token(anna));

    assertThat(refused(sender, message(first, 2).withRef(2))).isEqualTo(ErrorCode.STALE_EPOCH);
    accepted(sender, message(second, 3).withRef(3));

    WireClient bertsPhone = open(Circles.device(bert));
    assertThat(Messages.numberOf(bertsPhone.next(Deliver.class).envelope())).isEqualTo(1);
    assertThat(Messages.numberOf(bertsPhone.next(Deliver.class).envelope())).isEqualTo(3);
  }

  /** A removed member is not even handed the ciphertext, and cannot write. */
  @Test
  void keepsARemovedMemberOut() throws Exception {
    WireClient sender = open(Circles.device(anna));
    accepted(sender, message(first, 1).withRef(1));
    GroupState second = withoutCarl();
    groups.put(second, Circles.device(anna).keys().signingKey(), token(anna));
    accepted(sender, message(second, 2).withRef(2));

    WireClient carls = open(Circles.device(carl));
    assertThat(Messages.numberOf(carls.next(Deliver.class).envelope())).isEqualTo(1);
    InboxDrained drained = carls.next(InboxDrained.class);
    assertThat(drained.cursor().seq()).isEqualTo(1);
    assertThat(refused(carls, message(second, 3).withRef(1))).isEqualTo(ErrorCode.BAD_CONVERSATION);
    assertThat(refused(carls, message(first, 3).withRef(2))).isEqualTo(ErrorCode.BAD_CONVERSATION);
  }

  @Test
  void answersAResubmitAsTheFirstTimeWhateverCameSince() throws Exception {
    WireClient sender = open(Circles.device(anna));
    OutgoingSend send = message(first, 1);
    long time = accepted(sender, send.withRef(1)).ranges().getFirst().time();
    groups.put(withoutCarl(), Circles.device(anna).keys().signingKey(), token(anna));
    sender.close();

    WireClient again = open(Circles.device(anna));
    assertThat(accepted(again, send.withRef(1)).ranges().getFirst().time()).isEqualTo(time);
    OutgoingSend other = Circles.otherBytes(send).withRef(2);
    assertThat(refused(again, other)).isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void refusesStrangersUnknownGroupsAndOtherSizes() throws Exception {
    WireClient sender = open(Circles.device(anna));
    ConversationId none = ConversationId.of(UUID.randomUUID());
    OutgoingSend unknown =
        Circles.message(MessageClass.NORMAL, none, 1, new byte[Circles.SMALLEST]);
    assertThat(refused(sender, unknown.withRef(1))).isEqualTo(ErrorCode.BAD_CONVERSATION);
    OutgoingSend unsigned =
        Circles.message(MessageClass.NORMAL, group(), 1, new byte[PayloadSize.MIN_SLICE]);
    assertThat(refused(sender, unsigned.withRef(2))).isEqualTo(ErrorCode.BAD_SIZE);
    WireClient stranger = open(Circles.device(server.users(1, 1).getFirst()));
    assertThat(refused(stranger, message(first, 1).withRef(1)))
        .isEqualTo(ErrorCode.BAD_CONVERSATION);
  }

  @Test
  void refusesAGroupOfMoreDevicesThanOneMessageMayReach() throws Exception {
    List<LoadUser> many = server.users(65, 16);
    GroupState large = Circles.first(anna, many);
    groups.put(large, Circles.device(anna).keys().signingKey(), token(anna));

    WireClient sender = open(Circles.device(anna));
    assertThat(refused(sender, message(large, 1).withRef(1))).isEqualTo(ErrorCode.TOO_MANY_DEVICES);
    GroupState smaller = Circles.next(large, anna, many.subList(0, 63));
    groups.put(smaller, Circles.device(anna).keys().signingKey(), token(anna));
    assertThat(refused(sender, largest(smaller).withRef(2))).isEqualTo(ErrorCode.TOO_MANY_DEVICES);
    accepted(sender, message(smaller, 2).withRef(3));
  }

  @Test
  void keepsReceiptsForEachReader() throws Exception {
    WireClient sender = open(Circles.device(anna));
    long time = accepted(sender, message(first, 1).withRef(1)).ranges().getFirst().time();
    for (LoadUser reader : List.of(bert, carl)) {
      WireClient phone = open(Circles.device(reader));
      Deliver deliver = phone.next(Deliver.class);
      phone.send(new Ack(deliver.cursor(), 0));
      phone.send(
          new ReadReceipt(
              List.of(new ReadReceipt.Mark(group(), Circles.device(anna).address(), time))));
    }

    Set<String> seen = new HashSet<>();
    while (seen.size() < 4) {
      for (Receipt.Entry entry : sender.next(Receipt.class).entries()) {
        assertThat(entry.conversation()).isEqualTo(group());
        assertThat(entry.upTo()).isEqualTo(time);
        seen.add(entry.kind() + " " + entry.reader());
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "DELIVERED " + bert.id(),
            "READ " + bert.id(),
            "DELIVERED " + carl.id(),
            "READ " + carl.id());
  }

  @Test
  void carriesEphemeralMessagesToThoseWhoAreThere() throws Exception {
    WireClient sender = open(Circles.device(anna));
    WireClient bertsPhone = open(Circles.device(bert));
    bertsPhone.next(InboxDrained.class);

    sender.send(Circles.message(MessageClass.EPHEMERAL, first, 5).withRef(1));

    Deliver deliver = bertsPhone.next(Deliver.class);
    assertThat(deliver.cursor()).isEqualTo(Cursor.ZERO);
    assertThat(deliver.envelope().isGroup()).isTrue();
    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(5);
  }

  @Test
  void handsOutItsChainToMembersOnly() {
    GroupState second = withoutCarl();
    long accepted = groups.put(second, Circles.device(anna).keys().signingKey(), token(anna));

    assertThat(groups.after(first.group(), 0, token(bert)).states())
        .extracting(GroupStates.Accepted::state)
        .containsExactly(first, second);
    assertThat(groups.after(first.group(), 1, token(bert)).states())
        .containsExactly(new GroupStates.Accepted(second, accepted));
    assertThat(groups.after(first.group(), 2, token(bert)).states()).isEmpty();
    assertThat(codeOfReading(carl)).isEqualTo("unknown_conversation");
  }

  private String codeOfReading(LoadUser user) {
    try {
      return groups.after(first.group(), 0, token(user)).toString();
    } catch (ApiException e) {
      return e.code();
    }
  }

  private WireClient open(LoadDevice device) throws InterruptedException {
    WireClient client = new WireClient(server.url());
    clients.add(client);
    client.hello(device, Cursor.ZERO);
    client.next(Welcome.class);
    return client;
  }

  private static Accepted accepted(WireClient sender, OutgoingSend send)
      throws InterruptedException {
    sender.send(send);
    Accepted accepted = sender.next(Accepted.class);
    assertThat(accepted.ranges().getFirst().firstRef()).isEqualTo(send.ref());
    return accepted;
  }

  private static @Nullable ErrorCode refused(WireClient sender, OutgoingSend send)
      throws InterruptedException {
    sender.send(send);
    Failure failure = sender.next(Failure.class);
    assertThat(failure.firstRef()).isEqualTo(send.ref());
    return failure.error();
  }

  private List<LoadDevice> others() {
    List<LoadDevice> others = new ArrayList<>();
    for (LoadUser user : List.of(anna, bert, carl)) {
      others.addAll(user.devices());
    }
    others.remove(Circles.device(anna));
    return others;
  }

  private GroupState withoutCarl() {
    return Circles.next(first, anna, List.of(bert));
  }

  private static OutgoingSend message(GroupState state, long number) {
    return Circles.message(MessageClass.NORMAL, state, number);
  }

  private static OutgoingSend largest(GroupState state) {
    byte[] bytes = new byte[PayloadSize.MAX_SLICE + PayloadSize.GROUP_OVERHEAD];
    ConversationId group = ConversationId.of(state.group());
    return Circles.message(MessageClass.NORMAL, group, state.epoch(), bytes);
  }

  private ConversationId group() {
    return ConversationId.of(first.group());
  }

  private static String token(LoadUser user) {
    return Circles.device(user).token();
  }
}
