package dev.letterlock.crypto.e2ee.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.e2ee.FixedNonces;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.SequenceTrack;
import dev.letterlock.crypto.e2ee.content.ViewHistory;
import dev.letterlock.crypto.e2ee.safety.SafetyCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The seeds of GroupParsersFuzzTest, good inputs of every kind and some broken ones, are what the
 * code writes today. With {@code -Dletterlock.docs.write=true} they are written anew.
 */
class GroupCorpusTest {

  private static final Path CORPUS =
      Path.of(System.getProperty("basedir", "."))
          .resolve(
              "src/test/resources/dev/letterlock/crypto/e2ee/group/GroupParsersFuzzTestInputs");

  private final VectorWorld world = new VectorWorld();
  private final Map<String, byte[]> seeds = new TreeMap<>();

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    wire();
    states();
    broken();
    byte[] bit = new byte[422];
    bit[100] = 1;
    seeds.put("groupMessage/bit", bit);
    seeds.put("groupMessage/same", new byte[1]);

    for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
      Path file = CORPUS.resolve(seed.getKey());
      if (Boolean.getBoolean("letterlock.docs.write")) {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, seed.getValue());
      }
      assertThat(Files.readAllBytes(file)).as(seed.getKey()).isEqualTo(seed.getValue());
    }
  }

  private void wire() {
    GroupVectors.bodies(world)
        .forEach((name, body) ->
            seeds.put(
                "content/" + name.replace(' ', '-'), ContentCodec.encode(world.content(9, body))));
    seeds.put("groupState/first", world.first.encode());
    seeds.put("groupState/second", world.second.encode());
    seeds.put("senderKey/anna", world.chain.distribution(world.e1).encode());
    seeds.put(
        "safetyCode/anna",
        new SafetyCode(GroupVectors.identity(world.anna), GroupVectors.identity(world.bert))
            .encode());
  }

  private void states() {
    seeds.put("senderChain/anna", world.chain.encode());
    SenderChains chains = SenderChains.none().with(world.e1, world.chain.distribution(world.e1));
    seeds.put("senderChains/one", chains.encode());
    seeds.put(
        "senderChains/skipped",
        new GroupCipher(world.e1, FixedNonces.of(world.e1, 0))
            .open(chains, world.messages.get(3).sealed().toByteArray())
            .chains()
            .encode());
    seeds.put(
        "chainHolders/bert",
        ChainHolders.NOBODY
            .with(
                List.of(
                    new ChainHolder(
                        new DeviceAddress(world.bert.user(), 7, 77),
                        world.second.roster().members().getLast().accountKey())))
            .encode());
    DatedState first = new DatedState(world.first, 5);
    DatedState second = new DatedState(world.second, 9);
    seeds.put("groupView/second", new GroupView(List.of(first, second)).encode());
    seeds.put("groupView/first", new GroupView(List.of(first)).encode());
    seeds.put("groupView/version1", FirstGroupView.of(world.second, world.first, 9));
    seeds.put("stateEvidence/two", new StateEvidence(world.first, world.second).encode());
    seeds.put(
        "viewHistory/two",
        ViewHistory.EMPTY.with(new ListView(1, 11)).with(new ListView(2, 22)).encode());
    seeds.put(
        "sequenceTrack/holes",
        SequenceTrack.EMPTY.accept(3).track().accept(9).track().accept(5).track().encode());
  }

  private void broken() {
    for (String name : List.copyOf(seeds.keySet())) {
      byte[] seed = Objects.requireNonNull(seeds.get(name));
      seeds.put(name + "-cut", Arrays.copyOf(seed, seed.length / 2));
      seeds.put(name + "-long", Arrays.copyOf(seed, seed.length + 1));
    }
  }
}
