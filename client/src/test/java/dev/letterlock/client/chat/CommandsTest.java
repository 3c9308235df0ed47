package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.messenger.MessengerException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private final List<String> done = new ArrayList<>();
  private final Commands commands =
      new Commands("", "/help")
          .with(
              new Explained("/to NAME", "open a conversation", "/to bob", "Opens it."),
              name -> done.add("to " + name))
          .with(new Explained("/quit", "goodbye", "/quit", "Ends it."), _ -> done.add("quit"));

  @Test
  void givesACommandWhatStandsBehindItsName() {
    commands.run("/to   bob and carol ");
    commands.run("/quit");

    assertThat(done).containsExactly("to bob and carol", "quit");
  }

  @Test
  void saysWhatToDoAboutAnUnknownOne() {
    assertThatThrownBy(() -> commands.run("/fly away"))
        .isInstanceOf(MessengerException.class)
        .hasMessage("There is no /fly. /help shows what there is.");
    assertThat(done).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/qiut now", "/qui", "/quits"})
  void namesTheOneThatIsProbablyMeant(String line) {
    assertThatThrownBy(() -> commands.run(line))
        .hasMessageContaining(". Is /quit meant? /help shows what there is.");
    assertThat(done).isEmpty();
  }

  @Test
  void namesWhatStandsBeforeAllOfThem() {
    Commands groups =
        new Commands("/group ", "/help group")
            .with(new Explained("add NAME", "take in", "/group add bob", "Takes in."), _ -> {});

    assertThatThrownBy(() -> groups.run("ad bob"))
        .hasMessage("There is no /group ad. Is /group add meant? /help group shows what there is.");
    assertThat(groups.overview(40).lines()).containsExactly("  /group add NAME", "      take in");
  }

  @Test
  void explainsOneWithAnExample() {
    assertThat(commands.explain("/to").lines())
        .containsExactly("/to NAME", "  Opens it.", "  For example: /to bob");
    assertThatThrownBy(() -> commands.explain("/two")).hasMessageContaining("Is /to meant?");
  }

  @Test
  void explainsBelowWhereALineIsShort() {
    assertThat(commands.overview(40).lines())
        .containsExactly("  /to NAME", "      open a conversation", "  /quit", "      goodbye");
  }

  @Test
  void explainsEachOnALineOfItsOwn() {
    assertThat(commands.overview(100).lines())
        .containsExactly(
            "  /to NAME                     open a conversation",
            "  /quit                        goodbye");
  }
}
