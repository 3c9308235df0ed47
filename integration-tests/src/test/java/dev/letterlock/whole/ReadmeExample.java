package dev.letterlock.whole;

// README: begin
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Says hello to Bob and shows what he answers. */
final class ReadmeExample {

  public static void main(String[] args) {
    ServerUrl server = ServerUrl.parse("http://127.0.0.1:8080");
    byte[] secret = "opens the profile".getBytes(StandardCharsets.UTF_8);
    try (SecretBytes passphrase = SecretBytes.copyOf(secret);
        Messenger alice = greet(MessengerSettings.of(server, Path.of("alice"), passphrase))) {
      IO.readln(alice.name() + " is here; Enter ends it.\n");
    } catch (MessengerException e) {
      System.err.println(e.getMessage()); // such as that the name belongs to somebody else
    }
  }

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
}
// README: end
