package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.e2ee.PairwiseScenario.Message;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What B must refuse, with the rule of docs/E2EE.md §1 that each breaks. */
final class PairwiseNegatives {

  /**
   * One refusal.
   *
   * @param after how many messages of the conversation B has seen, without the late ones
   * @param sender of whose certificate the server speaks
   * @param before what B opens just before
   */
  record Negative(
      String name,
      String rule,
      int after,
      String sender,
      List<Message> before,
      Octets header,
      Hash32 payloadHash,
      OpenFault fault) {}

  private static final int SUITE = 1;
  private static final int SIGNED_ID = 2;
  private static final int ONE_TIME_ID = 6;
  private static final int KEM_ID = 10;
  private static final int LINK = 14;
  private static final int EPHEMERAL = 18;
  private static final int CIPHERTEXT = 50;
  private static final int RECORD = 1138;
  private static final int TAG = 1;
  private static final int RATCHET_KEY = 5;
  private static final int COUNT = 41;
  private static final int ZEROS = 32;
  private static final int MOST_RESETS = 4;

  private static final byte[] TOP = HexFormat.of().parseHex("ed" + "ff".repeat(30) + "7f");
  private static final byte[] ORDER_EIGHT =
      HexFormat.of().parseHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");

  private final List<Negative> all = new ArrayList<>();
  private final PairwiseScenario scenario;
  private final Message first;
  private final Message stepped;
  private final Message linked;

  private PairwiseNegatives(PairwiseScenario scenario) {
    this.scenario = scenario;
    this.first = scenario.messages.get(0);
    this.stepped = scenario.messages.get(5);
    this.linked = scenario.messages.get(6);
  }

  static List<Negative> of(PairwiseScenario scenario) {
    PairwiseNegatives negatives = new PairwiseNegatives(scenario);
    negatives.handshakes();
    negatives.links();
    negatives.records();
    negatives.lengths();
    return negatives.all;
  }

  private void handshakes() {
    refuse("EK of order 1", "R2", OpenFault.BAD_KEY, put(EPHEMERAL, new byte[ZEROS]));
    refuse("EK of order 8", "R2", OpenFault.BAD_KEY, put(EPHEMERAL, ORDER_EIGHT));
    refuse("EK not canonical", "R2", OpenFault.BAD_KEY, put(EPHEMERAL, TOP));
    refuse("type 3", "R1", OpenFault.BAD_VERSION, put(0, new byte[] {3}));
    refuse("record type 2", "R1", OpenFault.BAD_VERSION, put(RECORD, new byte[] {2}));
    refuse("suite 1", "R11", OpenFault.SUITE_REFUSED, put(SUITE, new byte[] {1}));
    refuse("no signed pre-key", "R5", OpenFault.UNKNOWN_PRE_KEY, put(SIGNED_ID, new byte[4]));
    refuse("unknown pre-key", "R5", OpenFault.UNKNOWN_PRE_KEY, flip(ONE_TIME_ID));
    refuse("no KEM pre-key", "R11", OpenFault.UNKNOWN_PRE_KEY, put(KEM_ID, new byte[4]));
    byte[] lastResort = Arrays.copyOfRange(linked.header().toByteArray(), KEM_ID, LINK);
    refuse("another KEM pre-key", "R11", OpenFault.WRONG_SESSION, put(KEM_ID, lastResort));
    refuse("ciphertext changed", "R11", OpenFault.WRONG_SESSION, flip(CIPHERTEXT + 7));
    refuse("one-time key left out", "R11", OpenFault.WRONG_SESSION, put(ONE_TIME_ID, new byte[4]));
    all.add(
        new Negative(
            "another sender",
            "R1",
            0,
            "B",
            List.of(),
            first.header(),
            hash(first),
            OpenFault.WRONG_SESSION));
    refuse(
        7,
        linked,
        "EK that came before without a one-time key",
        "R5",
        OpenFault.REPLAYED_HANDSHAKE,
        put(LINK, new byte[4]));
  }

  private void links() {
    refuse(6, linked, "link cut", "R10", OpenFault.WRONG_SESSION, put(LINK, new byte[4]));
    refuse(6, linked, "link to nothing", "R10", OpenFault.UNKNOWN_LINK, flip(LINK));
    refuse(0, linked, "link without the session", "R10", OpenFault.UNKNOWN_LINK, header -> {});
    List<Message> resets = Stream.generate(scenario::reset).limit(MOST_RESETS + 1).toList();
    Message fifth = resets.getLast();
    all.add(
        new Negative(
            "the fifth reset of a day",
            "R10",
            6,
            "A",
            resets.subList(0, MOST_RESETS),
            fifth.header(),
            hash(fifth),
            OpenFault.TOO_MANY_RESETS));
  }

  private void records() {
    refuse("session tag", "R1", OpenFault.WRONG_SESSION, flip(RECORD + TAG));
    refuse(
        "ratchet key of order 1",
        "R2",
        OpenFault.BAD_KEY,
        put(RECORD + RATCHET_KEY, new byte[ZEROS]));
    refuse("ratchet key not canonical", "R2", OpenFault.BAD_KEY, put(RECORD + RATCHET_KEY, TOP));
    refuse("tag changed", "R3", OpenFault.BAD_TAG, flip(RECORD + 92));
    refuse("wrapped key changed", "R3", OpenFault.BAD_TAG, flip(RECORD + 45));
    refuse("pn changed", "R8", OpenFault.BAD_TAG, flip(RECORD + 40));
    refuse(1, first, "replay", "R8", OpenFault.NO_MESSAGE_KEY, header -> {});
    refuse(6, stepped, "replay after a step", "R8", OpenFault.NO_MESSAGE_KEY, header -> {});
    refuse(
        4,
        stepped,
        "too far ahead",
        "R8",
        OpenFault.TOO_FAR_AHEAD,
        put(COUNT, new byte[] {0, 0, 3, (byte) 0xe8}));
    all.add(
        new Negative(
            "another payload",
            "R9",
            0,
            "A",
            List.of(),
            first.header(),
            hash(stepped),
            OpenFault.BAD_TAG));
  }

  private void lengths() {
    for (int length : new int[] {0, 92, 94, 142, 144, 1230}) {
      Octets cut = Octets.of(Arrays.copyOf(first.header().toByteArray(), length));
      all.add(
          new Negative(
              length + " bytes", "R14", 0, "A", List.of(), cut, hash(first), OpenFault.BAD_LENGTH));
    }
  }

  private void refuse(String name, String rule, OpenFault fault, Consumer<byte[]> change) {
    refuse(0, first, name, rule, fault, change);
  }

  private void refuse(
      int after,
      Message message,
      String name,
      String rule,
      OpenFault fault,
      Consumer<byte[]> change) {
    byte[] header = message.header().toByteArray();
    change.accept(header);
    all.add(
        new Negative(name, rule, after, "A", List.of(), Octets.of(header), hash(message), fault));
  }

  private Hash32 hash(Message message) {
    return scenario.hash(message.slice());
  }

  private static Consumer<byte[]> put(int at, byte[] bytes) {
    return header -> System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static Consumer<byte[]> flip(int at) {
    return header -> header[at] ^= 1;
  }
}
