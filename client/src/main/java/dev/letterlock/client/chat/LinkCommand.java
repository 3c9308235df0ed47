package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.LinkAnswer;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import org.jspecify.annotations.Nullable;

/** Lets a new device in by its code, once its digits were compared. One thread. */
final class LinkCommand {

  private static final String NOTHING = "Nothing waits for that word: /link CODE comes first.";

  private final Messenger messenger;
  private final Screen screen;

  /** What waits for a person to compare digits. */
  private @Nullable LinkAnswer begun;

  LinkCommand(Messenger messenger, Screen screen) {
    this.messenger = messenger;
    this.screen = screen;
  }

  void run(String typed) {
    switch (typed.strip()) {
      case "yes" -> confirm();
      case "no" -> giveUp();
      default -> begin(DeviceCode.bytes(typed));
    }
  }

  private void begin(byte[] code) {
    LinkAnswer answer = messenger.account().answerLink(code);
    forget();
    begun = answer;
    screen.remark("The new device must show these digits, too:");
    screen.title("    " + NewDevice.grouped(answer.digits()));
    screen.remark(
        "If it is yours and does, type /link yes: it will get a copy of everything that is written"
            + " from then on. If not, /link no.");
  }

  private void confirm() {
    waiting().confirm();
    forget();
    screen.remark("The new device is let in, as soon as you say yes there.");
  }

  private void giveUp() {
    var _ = waiting();
    forget();
    screen.remark("Not let in. Whoever showed you that code cannot use it any more.");
  }

  private LinkAnswer waiting() {
    if (begun == null) {
      throw new MessengerException(NOTHING);
    }
    return begun;
  }

  private void forget() {
    if (begun != null) {
      begun.close();
      begun = null;
    }
  }
}
