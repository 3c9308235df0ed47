package dev.letterlock.storage.inbox.redis.link;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of EVALSHA: a {@link ScriptCall} with marker and counter around it, written to the
 * socket's buffer in one piece.
 */
final class MarkedArgs extends CommandArgs<byte[], byte[]> {
  private final ScriptCall call;
  private final byte[] sha;
  private final Domain domain;
  private final byte[] marker;

  MarkedArgs(ScriptCall call, byte[] sha, Domain domain, byte[] marker) {
    super(ByteArrayCodec.INSTANCE);
    this.call = call;
    this.sha = sha;
    this.domain = domain;
    this.marker = marker;
  }

  @Override
  public int count() {
    return 2 + keys() + call.argumentCount() + (call.script().isMarked() ? 1 : 0);
  }

  @Override
  public void encode(ByteBuf out) {
    ScriptCall.bulk(out, sha);
    ScriptCall.bulk(out, Integer.toString(keys()).getBytes(StandardCharsets.US_ASCII));
    ScriptCall.bulk(out, domain.marker());
    if (call.script().isCounting()) {
      ScriptCall.bulk(out, domain.counter());
    }
    call.writeKeys(out);
    if (call.script().isMarked()) {
      ScriptCall.bulk(out, marker);
    }
    call.writeArguments(out);
  }

  private int keys() {
    return 1 + (call.script().isCounting() ? 1 : 0) + call.keyCount();
  }
}
