package dev.letterlock.crypto.e2ee.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Octets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random walks of four people: joining, leaving, writing, with messages that are lost, repeated,
 * reordered and changed, devices that are set back to an older copy of their state, and a server
 * that hands everything to everybody.
 */
class GroupWalkTest {

  private static final int STEPS = 400;
  private static final int HONEST_STEPS = 8;
  private static final int ALL_STEPS = 20;

  private final People people = new People();
  private final UsedKeys used = new UsedKeys(people.e1);
  private final Map<UUID, Walker> walkers = new LinkedHashMap<>();
  private final List<GroupState> chain = new ArrayList<>();
  private final List<Posted> posted = new ArrayList<>();
  private final Map<UUID, Walker.Backup> backups = new HashMap<>();

  /**
   * A message that the server has.
   *
   * @param readers members of the epoch in which it was written
   */
  private record Posted(long number, UUID sender, Octets message, Set<UUID> readers) {
    byte[] bytes() {
      return message.toByteArray();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void showsEachMessageOnceToItsReadersOnly(long seed) {
    walk(new Random(seed), HONEST_STEPS);
    posted.forEach(this::deliverToAll);

    assertThat(walkers.values()).allSatisfy(this::sawNothingOfOthers);
    assertThat(posted).hasSizeGreaterThan(50);
    assertThat(chain).hasSizeGreaterThan(10);
  }

  /** A restored device writes with message keys that it used before. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neverUsesAKeyAndNonceTwiceAfterARestoredBackup(long seed) {
    walk(new Random(seed), ALL_STEPS);
    posted.forEach(this::deliverToAll);

    assertThat(used.repeatedMessageKeys()).isGreaterThan(5);
    assertThat(walkers.values()).allSatisfy(walker -> assertThat(walker.shown()).isNotEmpty());
    assertThat(walkers.values()).allSatisfy(this::sawNothingOfOthers);
  }

  private void walk(Random random, int kindsOfSteps) {
    begin();
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(kindsOfSteps)) {
        case 0 -> change(random);
        case 1, 2, 3 -> write(random, step);
        case 4 -> damage(random);
        case 8, 9, 10, 11 -> backUp(pick(random));
        case 12, 13, 14, 15, 16, 17 -> setBack(pick(random), step);
        default -> deliver(random);
      }
    }
  }

  private void backUp(Walker walker) {
    backups.put(walker.user(), walker.backup());
  }

  /** The server tells a restored device the newest state at once; then it writes, if it may. */
  private void setBack(Walker walker, int number) {
    Walker.Backup backup = backups.get(walker.user());
    if (backup != null) {
      walker.restore(backup);
      walker.follow(chain, Walker.NOW);
      if (walker.isIn(chain.getLast())) {
        write(walker, number);
      }
    }
  }

  private void sawNothingOfOthers(Walker walker) {
    assertThat(posted)
        .filteredOn(message -> !message.readers().contains(walker.user()))
        .extracting(Posted::number)
        .doesNotContainAnyElementsOf(walker.shown());
  }

  private void begin() {
    for (UUID user : List.of(People.ANNA, People.BERT, People.CARL, People.DORA)) {
      walkers.put(user, new Walker(people, user, used));
    }
    chain.add(people.first(People.ANNA, people.admin(People.ANNA), people.member(People.BERT)));
    everybodyFollows();
  }

  private void change(Random random) {
    List<GroupMember> members = new ArrayList<>(List.of(people.admin(People.ANNA)));
    for (UUID user : List.of(People.BERT, People.CARL, People.DORA)) {
      if (random.nextBoolean()) {
        members.add(people.member(user));
      }
    }
    chain.add(people.next(chain.getLast(), People.ANNA, members.toArray(GroupMember[]::new)));
    everybodyFollows();
  }

  private void everybodyFollows() {
    walkers.values().forEach(walker -> walker.follow(chain, Walker.NOW));
  }

  private void write(Random random, int number) {
    List<Walker> present = present();
    write(present.get(random.nextInt(present.size())), number);
  }

  private void write(Walker writer, int number) {
    Octets sealed = writer.write(number, this::walker).message();
    Set<UUID> readers = new HashSet<>();
    present().forEach(walker -> readers.add(walker.user()));
    posted.add(new Posted(number, writer.user(), sealed, readers));
  }

  private List<Walker> present() {
    return walkers.values().stream().filter(walker -> walker.isIn(chain.getLast())).toList();
  }

  private void deliver(Random random) {
    if (!posted.isEmpty()) {
      Posted message = posted.get(random.nextInt(posted.size()));
      Walker reader = pick(random);
      reader.read(message.sender(), message.bytes(), Walker.NOW);
    }
  }

  /** Also to those who were put out, and who try every key that they have. */
  private void deliverToAll(Posted message) {
    for (Walker walker : walkers.values()) {
      walker.peek(message.sender(), message.bytes());
    }
  }

  private void damage(Random random) {
    if (posted.isEmpty()) {
      return;
    }
    Posted message = posted.get(random.nextInt(posted.size()));
    byte[] damaged = message.bytes();
    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    Walker reader = pick(random);
    Map<UUID, List<Byte>> before = reader.memory();
    assertThat(reader.peek(message.sender(), damaged)).isFalse();
    assertThat(reader.memory()).isEqualTo(before);
  }

  private Walker pick(Random random) {
    return List.copyOf(walkers.values()).get(random.nextInt(walkers.size()));
  }

  private Walker walker(UUID user) {
    return Objects.requireNonNull(walkers.get(user));
  }
}
