package dev.letterlock.whole;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.ToldNotice;
import dev.letterlock.client.transport.ServerUrl;
import java.nio.file.Path;
import java.util.List;

/** A device in this process, through the client library. */
final class JavaPeer implements Peer {
  private static final MessengerListener NOBODY = new MessengerListener() {};

  private final ServerUrl url;
  private final Path profile;
  private Messenger messenger;

  JavaPeer(ServerUrl url, Path profile, String name) {
    this.url = url;
    this.profile = profile;
    this.messenger = Profiles.signUp(url, profile, name, NOBODY);
    messenger.start();
  }

  @Override
  public String name() {
    return messenger.name();
  }

  @Override
  public void say(String to, String text) {
    messenger.conversationWith(to).send(text);
  }

  @Override
  public List<String> shown(String with) {
    return Chats.texts(messenger, with);
  }

  @Override
  public String safetyNumber(String with) {
    return messenger.safetyNumber(with).replaceAll("\\s", "");
  }

  @Override
  public List<String> alarms() {
    return messenger.notices().stream()
        .map(ToldNotice::notice)
        .filter(notice -> notice.kind() == Notice.Kind.ALARM)
        .map(Notice::text)
        .toList();
  }

  @Override
  public void reconnect() {
    Accidents.breakConnection(messenger);
  }

  @Override
  public void crash() {
    Accidents.crash(messenger);
    messenger = Messenger.open(Profiles.settings(url, profile), NOBODY);
    messenger.start();
  }

  @Override
  public void close() {
    messenger.close();
  }
}
