package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.messenger.MessengerException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private final List<String> done = new ArrayList<>();
  private final Commands commands =
      new Commands()
          .with("/to NAME", "open a conversation", name -> done.add("to " + name))
          .with("/quit", "goodbye", _ -> done.add("quit"));

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
        .hasMessage("There is no /fly; /help shows what there is.");
    assertThat(done).isEmpty();
  }

  @Test
  void explainsBelowWhereALineIsShort() {
    assertThat(commands.help("", 40).lines())
        .containsExactly("  /to NAME", "      open a conversation", "  /quit", "      goodbye");
  }

  @Test
  void explainsEachOnALineOfItsOwn() {
    assertThat(commands.help("", 100).lines())
        .containsExactly(
            "  /to NAME                     open a conversation",
            "  /quit                        goodbye");
  }
}
