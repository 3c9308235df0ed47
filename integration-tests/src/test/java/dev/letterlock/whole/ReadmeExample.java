package dev.letterlock.whole;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;

/** The example of the README; {@link ReadmeExampleIT} runs it and compares the text. */
final class ReadmeExample {
  private ReadmeExample() {}

  // README: begin
  /** Says hello to Bob and shows what he answers. */
  static Messenger greet(MessengerSettings settings) {
    MessengerListener listener =
        new MessengerListener() {
          @Override
          public void received(Message message) {
            System.out.println(message.author() + ": " + message.text());
          }
        };
    Messenger alice =
        Messenger.hasProfile(settings.profile())
            ? Messenger.open(settings, listener)
            : Messenger.signUp(settings, "alice", "correct horse battery", listener);
    alice.start();
    Conversation withBob = alice.conversationWith("bob");
    withBob.send("Hello, Bob.");
    return alice; // close() says goodbye; what has not left yet leaves next time
  }
  // README: end
}
