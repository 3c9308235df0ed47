package dev.letterlock.server.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Notes what comes, one line each. */
class RecordingSink implements WebSocketSink {

  final List<String> events = new ArrayList<>();
  final List<byte[]> payloads = new ArrayList<>();

  @Override
  public void binary(ByteBuf buffer, int index, int length) {
    note("binary", buffer, index, length);
  }

  @Override
  public void text(ByteBuf buffer, int index, int length) {
    events.add("text " + buffer.toString(index, length, StandardCharsets.UTF_8));
  }

  @Override
  public void ping(ByteBuf buffer, int index, int length) {
    events.add("ping " + buffer.toString(index, length, StandardCharsets.UTF_8));
  }

  @Override
  public void pong() {
    events.add("pong");
  }

  @Override
  public void close(int code) {
    events.add("close " + code);
  }

  @Override
  public void violation(CloseStatus status) {
    events.add("violation " + status.code() + " " + status.reason());
  }

  private void note(String what, ByteBuf buffer, int index, int length) {
    byte[] bytes = ByteBufUtil.getBytes(buffer, index, length);
    payloads.add(bytes);
    events.add(what + " " + length + " " + Arrays.hashCode(bytes));
  }

  /** Counts binary messages and keeps nothing. */
  static final class Forgetful extends RecordingSink {
    int messages;

    @Override
    public void binary(ByteBuf buffer, int index, int length) {
      messages++;
    }
  }
}
