package dev.letterlock.server.cluster.bus;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.function.Consumer;

/** Hears what is published, whichever way. */
final class Ear extends RedisPubSubAdapter<byte[], byte[]> {
  private final Consumer<byte[]> messages;

  Ear(Consumer<byte[]> messages) {
    this.messages = messages;
  }

  @Override
  public void message(byte[] channel, byte[] message) {
    messages.accept(message);
  }

  @Override
  public void smessage(byte[] channel, byte[] message) {
    messages.accept(message);
  }
}
