package dev.letterlock.storage.inbox.redis.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Keys and arguments of one run of a script, kept as they will travel (RESP bulk strings). Marker
 * and counter are added when it is sent. Not changed between sending and the answer; after an
 * answer it may be cleared and filled again. On the heap: one that was never answered is left to
 * the garbage collector, because it may still be on its way.
 */
public final class ScriptCall {
  private static final byte[] END = {'\r', '\n'};

  private final Script script;
  private final int partition;
  private final ByteBuf keys = Unpooled.buffer();
  private final ByteBuf arguments = Unpooled.buffer();
  private int keyCount;
  private int argumentCount;

  /** Everything in the first partition, or of the whole domain. */
  public ScriptCall(Script script) {
    this(script, 0);
  }

  /**
   * @param partition where all keys lie, or where the first one does that shares a domain with them
   */
  public ScriptCall(Script script, int partition) {
    this.script = script;
    this.partition = partition;
  }

  public void clear() {
    keys.clear();
    arguments.clear();
    keyCount = 0;
    argumentCount = 0;
  }

  public ScriptCall key(byte[] key) {
    bulk(keys, key);
    keyCount++;
    return this;
  }

  public ScriptCall argument(byte[] argument) {
    bulk(arguments, argument);
    argumentCount++;
    return this;
  }

  public ScriptCall argument(String argument) {
    return argument(argument.getBytes(StandardCharsets.US_ASCII));
  }

  public ScriptCall argument(long argument) {
    return argument(Long.toString(argument));
  }

  /** All readable bytes of the buffer, which is not touched. */
  public ScriptCall argument(ByteBuf argument) {
    int size = argument.readableBytes();
    int at = reserve(size);
    arguments.setBytes(at, argument, argument.readerIndex(), size);
    return this;
  }

  /** Makes room for an argument of so many bytes, to be written later. Returns where it begins. */
  public int reserve(int size) {
    head(arguments, '$', size);
    int at = arguments.writerIndex();
    arguments.writeZero(size).writeBytes(END);
    argumentCount++;
    return at;
  }

  /** Where {@link #reserve} made room. */
  public ByteBuf arguments() {
    return arguments;
  }

  Script script() {
    return script;
  }

  int partition() {
    return partition;
  }

  int keyCount() {
    return keyCount;
  }

  int argumentCount() {
    return argumentCount;
  }

  void writeKeys(ByteBuf out) {
    out.writeBytes(keys, keys.readerIndex(), keys.readableBytes());
  }

  void writeArguments(ByteBuf out) {
    out.writeBytes(arguments, arguments.readerIndex(), arguments.readableBytes());
  }

  static void bulk(ByteBuf out, byte[] bytes) {
    head(out, '$', bytes.length);
    out.writeBytes(bytes).writeBytes(END);
  }

  private static void head(ByteBuf out, char kind, int number) {
    out.writeByte(kind);
    out.writeCharSequence(Integer.toString(number), StandardCharsets.US_ASCII);
    out.writeBytes(END);
  }
}
